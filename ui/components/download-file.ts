import type { MessageFile } from "../../runtime/contract/file";
import { ApiError } from "../api/api-error";
import type { AppModel } from "../models/app-model";
import { failureText } from "../models/failure-text";

/** Has the browser save a file of the reader; says so when it is not there any more, or cannot be had. */
export async function downloadFile(app: AppModel, { id }: Pick<MessageFile, "id">): Promise<void> {
  try {
    const link = document.createElement("a");
    link.href = (await app.api.getFile(id)).url;
    link.click();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      app.goneFiles.value = new Set([...app.goneFiles.peek(), id]);
      return;
    }
    app.notices.show({ text: app.words.transferFailed(failureText(error, app.words)), tone: "problem" });
  }
}
