import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { Trash2, Upload } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { newAttempt } from "@/lib/attempt";
import { detailOf } from "@/lib/problem";
import { Button, IconButton } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";

interface FileShelfProps<Item> {
  /** What the button says. */
  action: string;
  /** What may be chosen, as a browser's file dialog takes it. */
  accept: string;
  /** What stands there while there is nothing. */
  empty: string;
  items: Item[] | undefined;
  adding: UseMutationOptions<Item, Error, { file: File; key: string }>;
  removing: UseMutationOptions<void, Error, string>;
  show(item: Item): ReactNode;
}

/** Files of a store of one kind: what there is, a way to add one, and one to remove each. */
export function FileShelf<Item extends { id: string; name: string }>(props: FileShelfProps<Item>) {
  const input = useRef<HTMLInputElement>(null);
  const adding = useMutation(props.adding);
  const removing = useMutation(props.removing);
  const [leaving, setLeaving] = useState<Item | null>(null);
  return (
    <div className="grid gap-3">
      {props.items?.length === 0 && <p className="text-muted">{props.empty}</p>}
      <ul className="grid gap-2">
        {props.items?.map((item) => (
          <li
            key={item.id}
            className="flex items-center gap-3 rounded-xl border border-line bg-surface p-2.5"
          >
            {props.show(item)}
            <IconButton label={`Remove ${item.name}`} onClick={() => setLeaving(item)}>
              <Trash2 className="size-4" aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {adding.error && <Notice tone="danger">{detailOf(adding.error)}</Notice>}
      <ConfirmDialog
        open={leaving !== null}
        title={`Remove ${leaving?.name ?? ""}?`}
        description="Videos that are made stay as they are; projects that use it have to choose anew."
        confirmLabel={removing.isPending ? "Removing…" : "Remove"}
        busy={removing.isPending}
        error={removing.error && detailOf(removing.error)}
        onClose={() => setLeaving(null)}
        onConfirm={() =>
          leaving && removing.mutate(leaving.id, { onSuccess: () => setLeaving(null) })
        }
      />
      <div>
        <Button onClick={() => input.current?.click()} disabled={adding.isPending}>
          <Upload className="size-4" aria-hidden />
          {adding.isPending ? "Reading it…" : props.action}
        </Button>
        <input
          ref={input}
          type="file"
          accept={props.accept}
          className="hidden"
          aria-label={props.action}
          onChange={(event) => {
            const file = event.target.files?.[0];
            // Cleared first, whatever follows: the same file can be chosen again.
            event.target.value = "";
            if (file) adding.mutate({ file, key: newAttempt() });
          }}
        />
      </div>
    </div>
  );
}
