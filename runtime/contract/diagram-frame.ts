/**
 * The document in which diagrams are drawn, shut off from the page that shows them, and how the path of its script
 * begins: the page, its build and the server have to agree.
 */
export const diagramFrame = { path: "/diagram-frame.html", script: "/assets/diagram-frame-" } as const;
