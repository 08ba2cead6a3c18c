import { Play } from "lucide-react";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

interface ListenProps {
  label: string;
  /** What it costs, where it costs something. */
  price?: string | undefined;
  disabled: boolean;
  isSpeaking: boolean;
  audioUrl: string | undefined;
  error: string | null;
  onListen(): void;
}

/** A button that lets a voice be heard, and the player of what it said. */
export function Listen(props: ListenProps) {
  const { label, price, disabled, isSpeaking, audioUrl, error, onListen } = props;
  return (
    <div className="grid min-w-0 justify-items-start gap-2">
      <Button disabled={disabled || isSpeaking} onClick={onListen}>
        <Play className="size-4" aria-hidden />
        {isSpeaking ? "Speaking…" : label}
        {price !== undefined && <span className="text-muted">({price})</span>}
      </Button>
      {audioUrl !== undefined && (
        // biome-ignore lint/a11y/useMediaCaption: the sentence is written beside it
        <audio key={audioUrl} src={audioUrl} controls autoPlay className="h-10 w-full max-w-72" />
      )}
      {error !== null && <Notice tone="danger">{error}</Notice>}
    </div>
  );
}
