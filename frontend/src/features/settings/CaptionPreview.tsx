import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import {
  captionFontsQuery,
  captionPresetsQuery,
  captionPreviewQuery,
  exportPresetsQuery,
  type FormatName,
} from "@/api/captions";
import type { CaptionStyle, CaptionPreview as Preview } from "@/api/types";
import { detailOf } from "@/lib/problem";
import { CaptionLayer } from "@/ui/CaptionLayer";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

const SAMPLE = "Our new candle burns for sixty hours. Și miroase a portocale!";
const WORD_MS = 420;

/** Shows captions as they will be burned in, in the very fonts, word after word. */
export function CaptionPreview({ style }: { style: CaptionStyle }) {
  const [text, setText] = useState(SAMPLE);
  const [format, setFormat] = useState<FormatName>("vertical");
  const { data: formats = [] } = useQuery(exportPresetsQuery);
  const { data: presets } = useQuery(captionPresetsQuery);
  const fonts = useQuery({
    ...captionFontsQuery(presets?.fonts ?? []),
    enabled: presets !== undefined,
  });
  const words = useDeferredValue(text.trim() === "" ? SAMPLE : text);
  const preview = useQuery({
    ...captionPreviewQuery(words, useDeferredValue(style), format),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label="Preview of the captions" className="grid content-start gap-4">
      {preview.data && fonts.data && <Screen preview={preview.data} />}
      {preview.error && <Notice tone="danger">{detailOf(preview.error)}</Notice>}
      {fonts.error && (
        <Notice tone="danger">The caption fonts did not load, so there is no true preview.</Notice>
      )}
      <Field label="Shown for">
        {(ids) => (
          <select
            {...ids}
            className="control"
            value={format}
            onChange={(event) => setFormat(event.target.value as FormatName)}
          >
            {formats.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Words to try" hint="The dashed box is what the networks' buttons leave free.">
        {(ids) => (
          <input
            {...ids}
            className="control"
            maxLength={300}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </section>
  );
}

function Screen({ preview }: { preview: Preview }) {
  const { canvas, safe_box: safe, captions } = preview;
  const turns = captions.flatMap((caption) =>
    caption.words.map((_, spoken) => ({ caption, spoken })),
  );
  const turn = turns[useTurn(turns.length)];
  return (
    <div
      className="relative mx-auto w-full max-w-72 overflow-hidden rounded-xl bg-linear-to-b from-[#5d7a86] to-[#3a2f2a]"
      style={{ aspectRatio: `${canvas.width} / ${canvas.height}` }}
    >
      <div
        className="absolute border border-white/50 border-dashed"
        style={{
          left: `${(100 * safe.left) / canvas.width}%`,
          top: `${(100 * safe.top) / canvas.height}%`,
          width: `${(100 * safe.width) / canvas.width}%`,
          height: `${(100 * safe.height) / canvas.height}%`,
        }}
      />
      {turn && (
        <CaptionLayer
          look={preview}
          caption={turn.caption}
          spoken={turn.spoken}
          label={`Captions: ${wordsOf(turn.caption)}`}
        />
      )}
    </div>
  );
}

function wordsOf(caption: Preview["captions"][number]): string {
  return caption.words.map(({ runs }) => runs.map(({ text }) => text).join("")).join(" ");
}

/** Counts on, word after word; stands still for those who asked for less motion. */
function useTurn(count: number): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const timer = setInterval(() => setTurn((before) => before + 1), WORD_MS);
    return () => clearInterval(timer);
  }, []);
  return count === 0 ? 0 : turn % count;
}
