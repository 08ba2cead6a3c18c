/** The name under which the page knows a caption font: one that no font of the machine can have by chance. */
export function captionFamily(family: string): string {
  return `caption ${family}`;
}
