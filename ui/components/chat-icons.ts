/** Drawings for the menu of a chat. */
export const chatIcons = {
  pin: "M9 4h6l-.8 6 3.3 3.5v1.5h-11v-1.5L9.8 10zM12 15v5.5",
  braces:
    "M9 4.5c-2.5 0-3 1-3 3v1.8c0 1.5-.7 2.7-2 2.7 1.3 0 2 1.2 2 2.7v1.8c0 2 .5 3 3 3M15 4.5c2.5 0 3 1 3 3v1.8c0 1.5.7 2.7 2 2.7-1.3 0-2 1.2-2 2.7v1.8c0 2-.5 3-3 3",
};
