import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { login } from "@/api/auth";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

/** What stands in the place of any page until the person has signed in; then the page comes. */
export function SignInPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const router = useRouter();
  const queryClient = useQueryClient();
  const signingIn = useMutation(login);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (signingIn.isPending) return;
    signingIn.mutate(
      { email, password },
      {
        onSuccess: async () => {
          setPassword("");
          queryClient.clear();
          await router.invalidate();
        },
      },
    );
  }

  return (
    <main className="mx-auto max-w-sm px-6 py-20">
      <title>Sign in · Edit Factory</title>
      <h1 className="mb-6 text-3xl">Sign in</h1>
      <form onSubmit={submit} className="grid gap-4">
        <Field label="Email">
          {(ids) => (
            <input
              {...ids}
              className="control"
              type="email"
              required
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(ids) => (
            <input
              {...ids}
              className="control"
              type="password"
              required
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {signingIn.error && <Notice tone="danger">{detailOf(signingIn.error)}</Notice>}
        <Button type="submit" tone="primary" disabled={signingIn.isPending}>
          {signingIn.isPending ? "Signing in…" : "Sign in"}
        </Button>
      </form>
      <p className="mt-6 text-muted text-sm">
        No account yet? The operator of this server makes one:{" "}
        <code>edit-factory user create --email …</code>
      </p>
    </main>
  );
}
