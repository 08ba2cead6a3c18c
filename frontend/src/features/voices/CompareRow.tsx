import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProviderQuote, Voice } from "@/api/types";
import { previewVoice, voicesQuery } from "@/api/voices";
import { newAttempt } from "@/lib/attempt";
import { formatDuration, formatMoney } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Chip } from "@/ui/Chip";
import { Field } from "@/ui/Field";
import { Listen } from "@/ui/Listen";

interface CompareRowProps {
  profile: string;
  text: string;
  language: string | null;
  quote: ProviderQuote;
}

/** One engine for the text: its price, its time, and its voices to hear. */
export function CompareRow({ profile, text, language, quote }: CompareRowProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const voices = useQuery({ ...voicesQuery(profile, quote.provider), enabled: quote.available });
  const speaking = (voices.data ?? []).filter((voice) => speaks(voice, language));
  const voice = speaking.find(({ id }) => id === chosen) ?? speaking[0];
  const preview = useMutation(previewVoice(profile));

  function listen() {
    if (!voice) return;
    preview.mutate({
      key: newAttempt(),
      text,
      voice: { provider: quote.provider, voice: voice.id, speed: 1 },
    });
  }

  return (
    <li className="grid gap-4 rounded-2xl border border-line bg-surface p-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_minmax(0,18rem)]">
      <div className="min-w-0">
        <h3 className="text-lg">
          {quote.label} {quote.draft && <Chip tone="caution">Draft voice</Chip>}
        </h3>
        <p className="text-muted">
          {quote.cost_micro_usd === 0 ? "Free" : formatMoney(quote.cost_micro_usd)}
          {quote.level === "over" && ", over this month's limit"}
          {quote.expected_ms !== null && `, about ${formatDuration(quote.expected_ms)}`}
          {quote.leaves_machine && ". The text leaves this machine"}
        </p>
        {quote.cure !== null && <p className="mt-1 text-muted">{quote.cure}</p>}
      </div>
      <Field label="Voice">
        {(ids) => (
          <select
            {...ids}
            className="control"
            disabled={speaking.length === 0}
            value={voice?.id ?? ""}
            onChange={(event) => setChosen(event.target.value)}
          >
            {speaking.map(({ id, name, gender }) => (
              <option key={id} value={id}>
                {gender ? `${name} (${gender})` : name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="grid content-start gap-2">
        <Listen
          label="Listen"
          price={quote.cost_micro_usd === 0 ? undefined : formatMoney(quote.cost_micro_usd)}
          disabled={!voice || quote.level === "over"}
          isSpeaking={preview.isPending}
          audioUrl={preview.data?.audio_url}
          error={preview.error && detailOf(preview.error)}
          onListen={listen}
        />
        {voice?.sample_url && (
          <a href={voice.sample_url} rel="noreferrer" target="_blank" className="underline">
            Its makers' sample
          </a>
        )}
      </div>
    </li>
  );
}

function speaks(voice: Voice, language: string | null): boolean {
  if (language === null) return true;
  return [voice.language, ...voice.also_speaks].some((tag) => tag.split("-")[0] === language);
}
