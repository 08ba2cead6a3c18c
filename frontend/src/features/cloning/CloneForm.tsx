import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { cloneVoice } from "@/api/cloning";
import type { TtsProvider } from "@/api/types";
import { newAttempt } from "@/lib/attempt";
import { languageName } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface CloneFormProps {
  profile: string;
  /** Those that clone voices; at least one. */
  engines: TtsProvider[];
  /** What the person agrees to. */
  consentText: string;
}

/** A recording, and what is to be known of it, become a voice. */
export function CloneForm({ profile, engines, consentText }: CloneFormProps) {
  const usable = engines.find(({ availability }) => availability.state === "available");
  const [chosen, setChosen] = useState<string | null>(null);
  const engine = engines.find(({ name }) => name === chosen) ?? usable ?? engines[0];
  const languages = engine?.languages.length ? engine.languages : ["en"];
  const form = useRef<HTMLFormElement>(null);
  const recording = useRef<HTMLInputElement>(null);
  const attempt = useRef(newAttempt());
  const cloning = useMutation(cloneVoice(useQueryClient(), profile));
  const isReady = engine?.availability.state === "available";

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const filled = new FormData(event.currentTarget);
    const file = recording.current?.files?.[0];
    if (!file || !engine) return;
    const text = (name: string) => String(filled.get(name) ?? "");
    const consent = filled.get("consent") !== null;
    const wanted = { file, consent, name: text("name"), language: text("language") };
    cloning.mutate(
      { ...wanted, provider: engine.name, attempt: attempt.current },
      {
        onSuccess: () => form.current?.reset(),
        // What is changed after a refusal is another wish.
        onSettled: () => {
          attempt.current = newAttempt();
        },
      },
    );
  };

  return (
    <form ref={form} aria-label="Clone a voice" onSubmit={send} className="grid max-w-xl gap-4">
      <Field label="Engine that learns the voice" hint={engine?.notice ?? undefined}>
        {(ids) => (
          <select
            {...ids}
            className="control"
            value={engine?.name ?? ""}
            onChange={(event) => setChosen(event.target.value)}
          >
            {engines.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {!isReady && <Notice tone="caution">{engine?.availability.cure}</Notice>}
      {engine?.privacy.leaves_machine && (
        <Notice tone="calm">The recording is sent to {engine.privacy.sent_to}.</Notice>
      )}
      <Field label="Name of the voice">
        {(ids) => <input {...ids} name="name" className="control" required maxLength={80} />}
      </Field>
      <Field label="Language of the recording">
        {(ids) => (
          <select {...ids} name="language" className="control">
            {languages.map((language) => (
              <option key={language} value={language}>
                {languageName(language)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label="Recording"
        hint="Half a minute of one person's clear speech: WAV, MP3, M4A, AAC, OGG or FLAC, at most 20 MB."
      >
        {(ids) => (
          <input
            {...ids}
            ref={recording}
            type="file"
            required
            accept="audio/*,.wav,.mp3,.m4a,.aac,.ogg,.flac"
            className="control"
          />
        )}
      </Field>
      <label className="flex items-start gap-2">
        <input type="checkbox" name="consent" required className="mt-1" />
        <span>{consentText}</span>
      </label>
      {cloning.error && <Notice tone="danger">{detailOf(cloning.error)}</Notice>}
      {cloning.isSuccess && (
        <p role="status">{cloning.data.name} is learned, and can be chosen for projects.</p>
      )}
      <Button
        type="submit"
        tone="primary"
        disabled={!isReady || cloning.isPending}
        className="justify-self-start"
      >
        {cloning.isPending ? "Learning the voice…" : "Clone the voice"}
      </Button>
    </form>
  );
}
