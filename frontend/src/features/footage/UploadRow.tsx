import { RotateCw, X } from "lucide-react";
import type { Upload } from "@/features/footage/uploads";
import { formatSize, percentOf } from "@/lib/format";
import { IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { ProgressBar } from "@/ui/ProgressBar";

interface UploadRowProps {
  upload: Upload;
  onDismiss(): void;
  onRetry(): void;
}

/** A file on its way, or why it did not arrive. */
export function UploadRow({ upload, onDismiss, onRetry }: UploadRowProps) {
  const { name, state, progress, sizeBytes, error } = upload;
  const isFailed = state === "failed";
  return (
    <li className="rounded-xl border border-line bg-surface p-3">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate font-medium">{name}</p>
        <p className="shrink-0 text-muted text-sm tabular-nums">
          {isFailed
            ? "Not uploaded"
            : state === "waiting"
              ? `Waiting, ${formatSize(sizeBytes)}`
              : progress >= 1
                ? "Checking the file…"
                : `${percentOf(progress)} % of ${formatSize(sizeBytes)}`}
        </p>
        {isFailed && (
          <IconButton label={`Try ${name} again`} onClick={onRetry}>
            <RotateCw className="size-4" aria-hidden />
          </IconButton>
        )}
        <IconButton
          label={isFailed ? `Remove ${name} from the list` : `Stop uploading ${name}`}
          onClick={onDismiss}
        >
          <X className="size-4" aria-hidden />
        </IconButton>
      </div>
      {isFailed ? (
        <div className="mt-2">
          <Notice tone="danger">{error}</Notice>
        </div>
      ) : (
        <ProgressBar label={`Upload of ${name}`} progress={progress} />
      )}
    </li>
  );
}
