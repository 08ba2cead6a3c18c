import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";

interface ConfirmDialogProps {
  open: boolean;
  title: string;
  /** What will be lost. */
  description: string;
  confirmLabel: string;
  /** What the way back says. */
  keepLabel?: string;
  busy: boolean;
  error: string | null;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, description, busy, error, onConfirm, onClose } = props;
  return (
    <Dialog open={open} onClose={onClose} title={title} description={description}>
      {error !== null && <Notice tone="danger">{error}</Notice>}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{props.keepLabel ?? "Keep it"}</Button>
        <Button tone="danger" disabled={busy} onClick={onConfirm}>
          {props.confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
