/** Drawings for files. */
export const fileIcons = {
  paper: "M7 3.5h6.5l5 5V18a2.5 2.5 0 0 1-2.5 2.5H7A2.5 2.5 0 0 1 4.5 18V6A2.5 2.5 0 0 1 7 3.5zM13.5 3.5v5h5",
  save: "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
};
