/** Files that a person has chosen, as the server takes them. */

/** Returns `{ name, type, data }` of each file, with its content as Base64. */
export function readFiles(files) {
  return Promise.all(files.map(async (file) => ({ name: file.name, type: file.type, data: await base64Of(file) })));
}

function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
