import { useQuery, useQueryClient } from "@tanstack/react-query";
import { addPicture, picturesQuery, removePicture } from "@/api/assets";
import { FileShelf } from "@/features/assets/FileShelf";
import { detailOf } from "@/lib/problem";
import { Notice } from "@/ui/Notice";

/** The pictures of a store, such as its logo: what there is, and ways to add and to remove. */
export function Pictures({ profile }: { profile: string }) {
  const queryClient = useQueryClient();
  const { data: pictures, error } = useQuery(picturesQuery(profile));
  if (error) return <Notice tone="danger">{detailOf(error)}</Notice>;
  return (
    <FileShelf
      action="Add a picture…"
      accept="image/png,image/jpeg,image/webp"
      empty="No logo yet. PNG keeps what is transparent."
      items={pictures}
      adding={addPicture(queryClient, profile)}
      removing={removePicture(queryClient, profile)}
      show={(picture) => (
        <>
          <img
            src={picture.url}
            alt=""
            className="h-12 w-20 rounded-lg bg-sunken object-contain p-1"
          />
          <p className="min-w-0 flex-1">
            <span className="block truncate font-medium" title={picture.name}>
              {picture.name}
            </span>
            <span className="text-muted text-sm tabular-nums">
              {picture.width} × {picture.height}
            </span>
          </p>
        </>
      )}
    />
  );
}
