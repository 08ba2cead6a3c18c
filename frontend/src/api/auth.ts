import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done } from "@/api/client";

/** Who calls, and how people sign in here. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => bodyOf(api.GET("/api/v1/auth/me")),
  staleTime: 60_000,
});

/** Signs in with email and password. */
export const login = mutationOptions({
  mutationFn: (body: { email: string; password: string }) =>
    bodyOf(api.POST("/api/v1/auth/login", { body })),
});

/** Signs out; nothing of what was seen stays. */
export function logout(queryClient: QueryClient) {
  return mutationOptions({
    mutationFn: () => done(api.POST("/api/v1/auth/logout")),
    onSuccess: () => queryClient.clear(),
  });
}
