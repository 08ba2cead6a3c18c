import { useQueryClient } from "@tanstack/react-query";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { SignInPage } from "@/features/shell/SignInPage";
import { detailOf, Problem } from "@/lib/problem";
import { Button, buttonLook } from "@/ui/Button";

/** What a page shows when it could not be loaded, with a way to try again. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  if (error instanceof Problem && error.code === "sign_in_required") return <SignInPage />;
  const isDown = error instanceof Problem && error.code === "api_unreachable";

  async function retry() {
    await queryClient.resetQueries({ predicate: (query) => query.state.status === "error" });
    await router.invalidate();
  }

  return (
    <main className="mx-auto max-w-xl px-6 py-20" role="alert">
      <h1 className="text-3xl">{isDown ? "The API is not running" : "This did not load"}</h1>
      <p className="mt-3 text-muted">{detailOf(error)}</p>
      {isDown && (
        <p className="mt-3 text-muted">
          Nothing is lost: your stores, footage and videos are on this machine and come back with
          it.
        </p>
      )}
      <Button tone="primary" className="mt-6" onClick={() => void retry()}>
        Try again
      </Button>
    </main>
  );
}

/** What an address without a page shows. */
export function NotFoundPage() {
  return (
    <main className="mx-auto max-w-xl px-6 py-20">
      <h1 className="text-3xl">There is nothing at this address</h1>
      <p className="mt-3 text-muted">The store or page may have been removed, or mistyped.</p>
      <Link to="/" className={`mt-6 ${buttonLook("primary")}`}>
        Go to your stores
      </Link>
    </main>
  );
}

/** What stands while a page loads. */
export function PendingPage() {
  return (
    <output className="block px-6 py-20 text-center text-muted" aria-live="polite">
      Loading…
    </output>
  );
}
