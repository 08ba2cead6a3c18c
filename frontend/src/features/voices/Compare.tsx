import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { quoteQuery } from "@/api/voices";
import { CompareRow } from "@/features/voices/CompareRow";
import { languageName } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

/** The most characters that can be heard at once. */
const LIMIT = 300;

/** A sentence of the person's own in every engine: what it costs, how long it takes, how it sounds. */
export function Compare({ profile }: { profile: string }) {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const quote = useQuery({
    ...quoteQuery(profile, asked),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(text.trim());
  }

  return (
    <div className="grid gap-4">
      <form onSubmit={submit} className="grid max-w-2xl justify-items-start gap-3">
        <div className="w-full">
          <Field
            label="A sentence of your own"
            hint={`${text.length} of ${LIMIT} characters. Nothing is spent before you listen.`}
          >
            {(ids) => (
              <textarea
                {...ids}
                className="control"
                rows={2}
                maxLength={LIMIT}
                placeholder="Three lamps for a dark November."
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" disabled={text.trim() === "" || quote.isFetching}>
          {quote.isFetching ? "Comparing…" : "Compare the engines"}
        </Button>
      </form>
      {quote.error && <Notice tone="danger">{detailOf(quote.error)}</Notice>}
      {asked !== "" && quote.data && (
        <>
          {quote.data.language !== null && (
            <p className="text-muted">This is {languageName(quote.data.language)}.</p>
          )}
          <ul className="grid gap-3">
            {quote.data.providers
              .filter(({ speaks_language }) => speaks_language !== false)
              .map((engine) => (
                <CompareRow
                  key={engine.provider}
                  profile={profile}
                  text={asked}
                  language={quote.data.language}
                  quote={engine}
                />
              ))}
          </ul>
        </>
      )}
    </div>
  );
}
