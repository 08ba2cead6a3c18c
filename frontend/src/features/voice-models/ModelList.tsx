import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { jobsQuery } from "@/api/jobs";
import type { VoiceModel } from "@/api/types";
import { ModelRow } from "@/features/voice-models/ModelRow";
import { formatCount, languageName } from "@/lib/format";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Field } from "@/ui/Field";

interface ModelListProps {
  profile: string;
  models: VoiceModel[];
}

/** The models by engine, searched by words and by language. */
export function ModelList({ profile, models }: ModelListProps) {
  const [words, setWords] = useState("");
  const [language, setLanguage] = useState("");
  const { data: jobs = [] } = useInfiniteQuery(jobsQuery(profile));
  const found = models.filter((model) => speaks(model, language) && isAbout(model, words));

  function showAll() {
    setWords("");
    setLanguage("");
  }

  return (
    <>
      <search className="mb-5 grid gap-4 sm:grid-cols-2">
        <Field label="Search">
          {(ids) => (
            <input
              {...ids}
              type="search"
              className="control"
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
        <Field label="Language">
          {(ids) => (
            <select
              {...ids}
              className="control"
              value={language}
              onChange={(event) => setLanguage(event.target.value)}
            >
              <option value="">All languages</option>
              {languagesOf(models).map(([tag, name]) => (
                <option key={tag} value={tag}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </search>
      <output className="mb-3 block text-muted text-sm">
        {formatCount(found.length, "model")}
      </output>
      {found.length === 0 ? (
        <EmptyState
          title="No model is like this"
          action={<Button onClick={showAll}>Show all models</Button>}
        >
          Try other words or another language. Piper has voices for many more languages: fetch its
          catalogue.
        </EmptyState>
      ) : (
        <ul aria-label="Voice models" className="grid gap-2.5">
          {found.map((model) => (
            <ModelRow
              key={model.id}
              profile={profile}
              model={model}
              job={jobs.find((job) => job.voice_model === model.id)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

/** The first part of a tag: `en` of `en-gb`. */
function primary(tag: string): string {
  return tag.split("-")[0] ?? tag;
}

function speaks(model: VoiceModel, language: string): boolean {
  return language === "" || model.languages.some((tag) => primary(tag) === language);
}

function isAbout(model: VoiceModel, words: string): boolean {
  const names = model.languages.map(languageName).join(" ");
  const text = `${model.id} ${model.name} ${model.engine} ${names}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function languagesOf(models: VoiceModel[]): [tag: string, name: string][] {
  const tags = new Set(models.flatMap((model) => model.languages.map(primary)));
  return [...tags]
    .map((tag): [string, string] => [tag, languageName(tag)])
    .sort(([, one], [, other]) => one.localeCompare(other, "en"));
}
