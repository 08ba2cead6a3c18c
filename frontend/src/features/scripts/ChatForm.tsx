import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { connectChat, disconnectChat } from "@/api/scripts";
import type { ChatConnection } from "@/api/types";
import { formatMoney, microUsdOf } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface ChatFormProps {
  profile: string;
  connection: ChatConnection | null;
}

/** Where the store's own model is, what it costs, and its key. */
export function ChatForm({ profile, connection }: ChatFormProps) {
  const queryClient = useQueryClient();
  const connecting = useMutation(connectChat(queryClient, profile));
  const disconnecting = useMutation(disconnectChat(queryClient, profile));
  const [url, setUrl] = useState(connection?.base_url ?? "");
  const [model, setModel] = useState(connection?.model ?? "");
  const [priceIn, setPriceIn] = useState(dollars(connection?.price_in_micro_usd));
  const [priceOut, setPriceOut] = useState(dollars(connection?.price_out_micro_usd));
  const [key, setKey] = useState("");
  const prices = [microUsdOf(priceIn), microUsdOf(priceOut)] as const;
  const [cheap, dear] = prices;
  const isWhole = url.trim() && model.trim() && cheap !== undefined && dear !== undefined;
  const error = connecting.error ?? disconnecting.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isWhole) return;
    const typed = key.trim();
    connecting.mutate(
      {
        base_url: url,
        model,
        price_in_micro_usd: cheap,
        price_out_micro_usd: dear,
        ...(typed && { key: typed }),
      },
      { onSuccess: () => setKey("") },
    );
  }

  return (
    <form
      onSubmit={submit}
      className="grid gap-3 rounded-xl bg-sunken p-4"
      aria-label="Your own model"
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Text
          label="Address"
          hint="OpenAI, Gemini, Ollama, llama.cpp and vLLM have one that ends in /v1 or /openai."
          placeholder="https://api.openai.com/v1"
          value={url}
          onChange={setUrl}
        />
        <Text label="Model" placeholder="gpt-4.1-mini" value={model} onChange={setModel} />
        <Text
          label="Price of a million tokens read, in dollars"
          hint="0 for a model of your own."
          value={priceIn}
          onChange={setPriceIn}
          invalid={cheap === undefined}
        />
        <Text
          label="Price of a million tokens written, in dollars"
          hint="Your provider's price list has both."
          value={priceOut}
          onChange={setPriceOut}
          invalid={dear === undefined}
        />
      </div>
      <Text
        label={
          connection?.has_key ? `Another key (now ends in ${connection.key_last_four})` : "Key"
        }
        hint="Kept encrypted, for this store and this address alone; it is never shown again. A model of your own may need none."
        secret
        value={key}
        onChange={setKey}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!isWhole || connecting.isPending}>
          {connecting.isPending ? "Testing…" : "Connect and test"}
        </Button>
        {connection && (
          <Button disabled={disconnecting.isPending} onClick={() => disconnecting.mutate()}>
            Forget this model
          </Button>
        )}
      </div>
      {error && <Notice tone="danger">{detailOf(error)}</Notice>}
      {connecting.data && (
        <Notice tone={connecting.data.usable ? "calm" : "caution"}>
          {connecting.data.usable
            ? `It answers: ${connecting.data.detail}`
            : connecting.data.detail}
        </Notice>
      )}
    </form>
  );
}

function dollars(microUsd: number | undefined): string {
  return microUsd === undefined ? "0" : formatMoney(microUsd).replace(/[$,]/g, "");
}

interface TextProps {
  label: string;
  hint?: string;
  placeholder?: string;
  secret?: boolean;
  invalid?: boolean;
  value: string;
  onChange(value: string): void;
}

function Text({ label, hint, placeholder, secret, invalid, value, onChange }: TextProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <input
          {...ids}
          type={secret ? "password" : "text"}
          className="control"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={invalid ?? false}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
