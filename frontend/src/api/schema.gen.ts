// Generated from docs/openapi.json by `npm run gen:api`. Do not edit.
export interface paths {
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description The answer sets a cookie that no script can read. After five failures each next attempt has to wait longer.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session, and is fine without one.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell who calls, and how people sign in
         * @description Answers also when nobody is signed in.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password
         * @description Needs the present one, and ends every other session.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sessions, the newest first */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/caption-presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the looks of captions */
        get: operations["list_caption_presets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/caption-presets/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell where each word of captions will stand */
        post: operations["preview_captions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List purchases, newest first */
        get: operations["list_cost_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/entries.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download all purchases as CSV (RFC 4180), newest first */
        get: operations["download_cost_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sum up what was paid */
        get: operations["cost_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the stored keys by kind */
        get: operations["list_credentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Store a key in place of an earlier one
         * @description A key for `chat` or `postiz` belongs to an address and is stored with it: connect there instead.
         */
        put: operations["store_credential"];
        post?: never;
        /** Forget a key */
        delete: operations["forget_credential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export-presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the formats of videos */
        get: operations["list_export_presets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List jobs, newest first */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the changes of jobs
         * @description Server-sent events: each has an id, the name `job`, and a Job as its data. It begins with what changes from now
         *     on, or after the event named by Last-Event-ID.
         */
        get: operations["job_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a job */
        get: operations["find_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a job
         * @description One that waits stops at once, one that runs as soon as its worker hears of it; one that is over stays as it is.
         */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/requeue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a job anew that failed, died or was stopped */
        post: operations["requeue_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/cache": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show how full the cache of rendered sentences is */
        get: operations["chunk_cache"];
        put?: never;
        post?: never;
        /** Empty the cache of rendered sentences; what is needed again is rendered anew */
        delete: operations["clear_chunk_cache"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List clips, newest first */
        get: operations["list_clips"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/clips/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a clip */
        get: operations["find_clip"];
        put?: never;
        post?: never;
        /** Delete a clip with its files */
        delete: operations["delete_clip"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/clips/{id}/captions.srt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Save a clip's captions as `SubRip` */
        get: operations["clip_captions_srt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/clips/{id}/captions.vtt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Save a clip's captions as `WebVTT` */
        get: operations["clip_captions_vtt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/clips/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Save a clip's video */
        get: operations["download_clip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/clips/{id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Render a clip's recipe again, as another clip
         * @description With the same engine and quality its bytes are the same. The same Idempotency-Key again answers with the same job.
         */
        post: operations["render_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List projects, newest first */
        get: operations["list_projects"];
        put?: never;
        /** Make a project */
        post: operations["create_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a project */
        get: operations["find_project"];
        put?: never;
        post?: never;
        /** Delete a project; its clips stay in the library */
        delete: operations["delete_project"];
        options?: never;
        head?: never;
        /** Change a project */
        patch: operations["update_project"];
        trace?: never;
    };
    "/api/v1/library/projects/{id}/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a project's clips, newest first */
        get: operations["list_project_clips"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/projects/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy a project to another store of the same person
         * @description With its script, settings, footage and segments; rows and files are the other store's own. Clips stay, and so do
         *     music and logo.
         */
        post: operations["copy_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/projects/{id}/generate-variants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make variants of a project
         * @description The footage must be ready. The same Idempotency-Key again answers with the same job.
         */
        post: operations["generate_variants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/projects/{id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan a project's variants without making them
         * @description Nothing is rendered, spoken or bought. Variants are made as they are planned here, as long as neither project nor
         *     footage change; the lengths of sentences that were not spoken yet are estimates.
         */
        post: operations["plan_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library/projects/{id}/plan/alternatives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List what could stand in the place of a planned shot
         * @description At most twelve segments, the best first, by the plan's own rules. Nothing is changed: a pin takes one of them.
         */
        post: operations["list_alternatives"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/music": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the store's music, newest first */
        get: operations["list_music"];
        put?: never;
        /** Upload music that sounds under voices */
        post: operations["add_music"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/music/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a piece of music; videos in which it sounds stay */
        delete: operations["delete_music"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the store's pictures, newest first */
        get: operations["list_pictures"];
        put?: never;
        /** Upload a picture, such as the store's logo */
        post: operations["add_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pictures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a picture; videos that show it stay */
        delete: operations["delete_picture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the stores by name */
        get: operations["list_profiles"];
        put?: never;
        /** Make a store */
        post: operations["create_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a store */
        get: operations["find_profile"];
        put?: never;
        post?: never;
        /**
         * Delete a store with its projects, footage, clips and files
         * @description Its jobs are stopped; they and its costs stay in the books. The store that opens first cannot be deleted.
         */
        delete: operations["delete_profile"];
        options?: never;
        head?: never;
        /**
         * Change a store
         * @description A logo or music that is not one of its own is 404 `not_found`, and nothing is changed.
         */
        patch: operations["update_profile"];
        trace?: never;
    };
    "/api/v1/profiles/{id}/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sum up what happened in a store */
        get: operations["profile_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{id}/set-default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose the store that opens first */
        post: operations["set_default_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a store's tokens, the newest first */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Make a token for programs that work in a store
         * @description It acts as you, in this store alone; the header X-Profile-Id may be left out with it.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{id}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token, at once */
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List publications, newest first */
        get: operations["list_publications"];
        put?: never;
        /**
         * Confirm a plan: exactly that is sent, by a job
         * @description The same Idempotency-Key again answers with the same job.
         */
        post: operations["confirm_publications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publications/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan publications, and send nothing
         * @description The answer says what would appear where and when, and what is wrong with it. Its `plan_hash` confirms it.
         */
        post: operations["plan_publications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publications/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask Postiz now what became of the store's posts */
        post: operations["sync_publications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a publication */
        get: operations["find_publication"];
        put?: never;
        post?: never;
        /** Delete a publication, and its post at Postiz as long as it has not appeared */
        delete: operations["delete_publication"];
        options?: never;
        head?: never;
        /**
         * Give a publication another time, or try one again that failed
         * @description What Postiz has is taken back first. One that needs review is sent anew: look at Postiz before.
         */
        patch: operations["reschedule_publication"];
        trace?: never;
    };
    "/api/v1/publishing/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the accounts that Postiz has now */
        get: operations["list_publisher_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publishing/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was done about publishing, newest first */
        get: operations["list_publishing_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publishing/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the store's channels */
        get: operations["list_channels"];
        put?: never;
        /** Choose an account as a channel of this store; again, to take over its new name */
        post: operations["choose_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publishing/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let go of a channel; what was published stays on record */
        delete: operations["release_channel"];
        options?: never;
        head?: never;
        /** Change what posts at a channel have */
        patch: operations["update_channel"];
        trace?: never;
    };
    "/api/v1/publishing/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at the connection to Postiz */
        get: operations["find_publisher_connection"];
        /**
         * Connect with Postiz, in place of an earlier connection
         * @description Address and key are tried first, and stored only when they open an account.
         */
        put: operations["connect_publisher"];
        post?: never;
        /** Forget the connection, address and key */
        delete: operations["disconnect_publisher"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publishing/connection/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try the connection */
        post: operations["test_publisher"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/publishing/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the networks and their rules */
        get: operations["list_networks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scripts/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the store's model; never its key */
        get: operations["find_chat_connection"];
        /** Connect a model in place of an earlier one; its key never goes to another host */
        put: operations["connect_chat"];
        post?: never;
        /** Forget the store's model and its key */
        delete: operations["disconnect_chat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scripts/connection/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the store's model whether it is there and takes the key; nothing is paid */
        post: operations["test_chat_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scripts/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write scripts from an idea; a model that costs is paid, once for a key */
        post: operations["write_scripts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scripts/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what scripts would cost at most with each writer */
        post: operations["quote_scripts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a segment; no later analysis brings it back */
        delete: operations["delete_segment"];
        options?: never;
        head?: never;
        /** Change a segment */
        patch: operations["update_segment"];
        trace?: never;
    };
    "/api/v1/segments/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a removed segment back as it was */
        post: operations["restore_segment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/source-videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List footage, newest first */
        get: operations["list_source_videos"];
        put?: never;
        /** Upload footage and have it analysed */
        post: operations["upload_source_video"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/source-videos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a source video */
        get: operations["find_source_video"];
        put?: never;
        post?: never;
        /** Delete a source video with its segments; clips made from it stay */
        delete: operations["delete_source_video"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/source-videos/{id}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a source video's segments by place
         * @description While the analysis goes on these are the ones that were found so far.
         */
        get: operations["list_segments"];
        put?: never;
        /**
         * Make a segment of a span
         * @description Its scores are those of what the analysis found there. While one of the very same span is there, it is that one.
         */
        post: operations["create_segment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the store's account with an engine's makers */
        get: operations["speech_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/cache": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show how full the cache of spoken sentences is */
        get: operations["speech_cache"];
        put?: never;
        post?: never;
        /** Empty the cache of spoken sentences; what is needed again is spoken, and paid, anew */
        delete: operations["clear_speech_cache"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/clone-voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Clone a voice from a recording whose speaker agrees */
        post: operations["clone_voice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/cloned-voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the cloned voices, newest first */
        get: operations["list_cloned_voices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/cloned-voices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a cloned voice */
        get: operations["find_cloned_voice"];
        put?: never;
        post?: never;
        /** Forget a cloned voice and its sample; videos that it spoke stay */
        delete: operations["forget_cloned_voice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Speak a script without a video
         * @description What it will cost is set aside at once. The same Idempotency-Key again answers with the same job; its result names
         *     the narration.
         */
        post: operations["generate_narration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an engine's models, with their own limits and prices */
        get: operations["list_speech_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/narrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List narrations, newest first */
        get: operations["list_narrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/narrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a narration, with its sentences and words */
        get: operations["find_narration"];
        put?: never;
        post?: never;
        /** Delete a narration; its job is stopped, and its sentences stay in the cache */
        delete: operations["delete_narration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/narrations/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Save a narration as sound, captions or data */
        get: operations["export_narration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hear a sentence in any voice; a voice that costs is paid */
        post: operations["preview_voice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the speech engines with their true state */
        get: operations["list_tts_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what a text would cost with each engine */
        post: operations["quote_speech"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tts/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an engine's voices */
        get: operations["list_voices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the voice models that can be had, with what is here of each */
        get: operations["list_voice_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-models/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch the catalogue of Piper's voices, so that all of them are in the list */
        post: operations["refresh_voice_models"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a voice model's files from the server's machine
         * @description What another model needs, too, stays. A voice that is speaking goes on.
         */
        delete: operations["remove_voice_model"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-models/{id}/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Download a voice model
         * @description While a job of the store does it already, the answer is that one. A download that was cut goes on where it was.
         */
        post: operations["pull_voice_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-models/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check every byte of a voice model
         * @description A broken file is set aside, so that no voice speaks from it; pull the model again then.
         */
        post: operations["verify_voice_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the server lives */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the server can work */
        get: operations["readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/speech": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Speak a text, in the form of OpenAI's API */
        post: operations["create_speech"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the voices, in the form of OpenAI's API */
        get: operations["list_speech_voices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The account, where there is one. */
        AccountAnswer: {
            account: components["schemas"]["SpeechAccount"] | null;
        };
        /** @description A bearer token of a store, without its secret. */
        ApiToken: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /**
             * @description The last characters of the secret, to tell tokens apart.
             * @example x7Qa
             */
            last_four: string;
            /**
             * Format: date-time
             * @description To the minute; null when it was never used.
             */
            last_used_at: string | null;
            name: string;
        };
        /** @description Whether an engine can speak now. */
        Availability: {
            /** @description What would make it available, when it is not. */
            cure: string | null;
            state: components["schemas"]["AvailabilityState"];
            /** @description The engine's version, when it is available. */
            version: string | null;
        };
        /**
         * @description The two states of an engine.
         * @enum {string}
         */
        AvailabilityState: "available" | "unavailable";
        /** @description A picture's size in pixels. */
        Canvas: {
            /** Format: int32 */
            height: number;
            /** Format: int32 */
            width: number;
        };
        /** @description A font of captions as a page loads it. */
        CaptionFont: {
            /** @description The name by which captions ask for it. */
            family: string;
            /** @description The file that is burned in, too: `TrueType`. Another file has another address. */
            url: string;
        };
        /** @description Changes to the captions. Another look brings its own colours unless others are named. */
        CaptionPatch: {
            highlight_colour?: string | null;
            outline_colour?: string | null;
            /** Format: int32 */
            position_percent?: number | null;
            /** @description One of the looks that `caption-presets` lists. */
            preset?: string | null;
            text_colour?: string | null;
        };
        /** @description A fixed look of captions, in its own colours at the lowest place. */
        CaptionPreset: {
            description: string;
            label: string;
            /** @description The most words on screen at once. */
            most_words: number;
            name: string;
            style: components["schemas"]["CaptionStyle"];
        };
        /** @description The looks of captions, and the fonts in which they are written. */
        CaptionPresets: {
            fonts: components["schemas"]["CaptionFont"][];
            items: components["schemas"]["CaptionPreset"][];
        };
        /** @description Captions as a video will show them, in pixels of the canvas. */
        CaptionPreview: {
            canvas: components["schemas"]["Canvas"];
            /** @description One after the other. */
            captions: components["schemas"]["SetCaption"][];
            colours: components["schemas"]["SetColours"];
            /**
             * @description How the spoken word is told: by its `colour`, by a `box` behind it, by a colour that runs through it and stays
             *     (`fill`), or by its colour and size (`grow`).
             */
            highlight: string;
            /** @description What the networks leave free. */
            safe_box: components["schemas"]["SafeBox"];
        };
        /** @description What is to be previewed. */
        CaptionPreviewRequest: {
            /** @description Where it will be shown. */
            format?: components["schemas"]["VideoFormat"];
            style?: components["schemas"]["CaptionPatch"] | null;
            /** @description 1 to 300 characters. */
            text: string;
        };
        /** @description How captions look. */
        CaptionStyle: {
            /** @description Of the word that is spoken, or of the box behind it. */
            highlight_colour: string;
            /** @description Of what lies around or behind the letters: line, shadow, light or bar. */
            outline_colour: string;
            /**
             * Format: int32
             * @description Where the captions' lower edge is, in hundredths of the height from the top: 30 to 80.
             */
            position_percent: number;
            /** @description The fixed look: `classic`, `word_box`, `karaoke`, `pop`, `clean`, `neon` or `bar`. */
            preset: string;
            /** @description As `#rrggbb`. */
            text_colour: string;
        };
        /** @description An account that the store publishes to; no other store can have it. */
        Channel: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int32
             * @description The shortest time between two posts there.
             */
            gap_minutes: number;
            handle: string;
            /** Format: uuid */
            id: string;
            name: string;
            network: string;
            remote_id: string;
            /** @description What posts there have unless said otherwise; `publishing/networks` tells the fields. */
            settings: Record<string, never>;
        };
        /** @description What to change of a channel. */
        ChannelPatch: {
            /**
             * Format: int32
             * @description 1 to 10,080.
             */
            gap_minutes?: number;
            /** @description All settings that the channel is to have. */
            settings?: Record<string, never>;
        };
        /** @description The store's model. */
        ChatConnection: {
            base_url: string;
            has_key: boolean;
            /** @description The last four characters of its key; empty for a short key and for none. */
            key_last_four: string;
            model: string;
            /**
             * Format: int64
             * @description What a million tokens cost that the model reads.
             */
            price_in_micro_usd: number;
            /**
             * Format: int64
             * @description What a million tokens cost that the model writes.
             */
            price_out_micro_usd: number;
        };
        /** @description Whether the store's model can be used. */
        ChatTest: {
            /** @description What was found, or what would help. */
            detail: string;
            usable: boolean;
        };
        /**
         * @description Why a person should look.
         * @enum {string}
         */
        CheckKind: "price" | "claim" | "number" | "name";
        /**
         * @description Which part of a script.
         * @enum {string}
         */
        CheckPart: "hook" | "sentence" | "caption" | "hashtag";
        /** @description The account to choose. */
        ChosenAccount: {
            remote_id: string;
        };
        /** @description How full the cache of rendered sentences is. */
        ChunkCache: {
            /**
             * Format: int64
             * @description The oldest sentences beyond it go after each video, and when the store is tidied, once a day.
             */
            limit_bytes: number;
            sentences: number;
            /** Format: int64 */
            size_bytes: number;
        };
        /** @description A finished video. Its links are signed and good for an hour. */
        Clip: {
            /** @description Saves the captions as `SubRip`. */
            captions_url: string;
            /** Format: date-time */
            created_at: string;
            /** @description Saves the video under the project's name. */
            download_url: string;
            /** Format: int32 */
            duration_ms: number;
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            id: string;
            /** Format: double */
            loudness_lufs: number;
            /**
             * @description Names the file that did not come along from the original Edit Factory: there is nothing to play, and what is
             *     measured of a file is 0. Null for every other clip.
             */
            missing_file: string | null;
            /** @description What the person should know, such as repeated shots. */
            notes: string[];
            /**
             * Format: uuid
             * @description Null when the project was deleted.
             */
            project_id: string | null;
            project_name: string;
            quality: components["schemas"]["VideoQuality"];
            /** @description Saves the recipe: everything from which the same video is rendered again, as JSON. Null when it has none. */
            recipe_url: string | null;
            /** Format: int64 */
            size_bytes: number;
            /** @description What was changed since it was made, such as `the script was changed`; with any, it is stale. */
            stale: string[];
            thumbnail_url: string;
            /**
             * Format: int32
             * @description Which variant of its generation it is, from 1.
             */
            variant: number;
            video_url: string;
            /** @description Who spoke, as a person reads it. */
            voice_label: string;
            /** Format: int32 */
            width: number;
        };
        /** @description The form by which a voice is cloned. */
        CloneForm: {
            /** @description `true` by whoever agrees to `consent_text` of the list of cloned voices. */
            consent: boolean;
            /**
             * Format: binary
             * @description A recording of the voice: WAV, MP3, M4A, AAC, OGG or FLAC, at most 20 MB and 5 minutes.
             */
            file: string;
            /** @description The language that is spoken in the recording, such as `en`. */
            language: string;
            /** @description What the voice is called: 1 to 80 characters. */
            name: string;
            /** @description An engine that clones voices. */
            provider: string;
        };
        /** @description A voice that was learned from a sample. */
        ClonedVoice: {
            /** Format: date-time */
            consent_at: string;
            /** Format: uuid */
            consent_by: string;
            /** @description What was agreed to. */
            consent_text: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            language: string;
            /** @description What a person calls it. */
            name: string;
            provider: string;
            /** Format: int32 */
            sample_duration_ms: number;
            /** @description The SHA-256 of the sample as it is kept: WAV, mono, 16 bits at 24 kHz. */
            sample_sha256: string;
            /** @description A signed link to the sample, good for an hour. */
            sample_url: string;
            /** @description What a project's voice is set to. */
            voice: string;
        };
        /** @description The cloned voices of a store, and what is to be agreed to for another one. */
        ClonedVoices: {
            /** @description What whoever clones a voice agrees to; show it beside the box to tick. */
            consent_text: string;
            items: components["schemas"]["ClonedVoice"][];
            /** @description Always null: it is one page. */
            next_cursor: string | null;
        };
        /**
         * @description The mood of the colours.
         * @enum {string}
         */
        ColourGrade: "natural" | "warm" | "cool" | "vivid" | "soft" | "mono";
        /** @description An order that was seen as a plan. */
        Confirmation: {
            order: components["schemas"]["PublicationOrderBody"];
            /** @description The hash of the plan that was shown. */
            plan_hash: string;
        };
        /** @description Where a copy goes. */
        CopyProject: {
            /**
             * Format: uuid
             * @description The store that gets the copy.
             */
            profile_id: string;
        };
        /** @description A purchase in the books. */
        CostEntry: {
            /**
             * Format: int64
             * @description What it did cost.
             */
            amount_micro_usd: number;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            job_id: string | null;
            /** @description What was bought, such as `speech`. */
            operation: string;
            /** Format: uuid */
            project_id: string | null;
            provider: string;
            /** Format: int64 */
            reserved_micro_usd: number;
            state: components["schemas"]["CostState"];
            /**
             * Format: int64
             * @description How much of it; of speech, characters.
             */
            units: number;
        };
        /**
         * @description How far a purchase is.
         * @enum {string}
         */
        CostState: "reserved" | "settled" | "released";
        /** @description What was paid in a range. */
        CostSummary: {
            /** @description Oldest first; days without costs are left out. */
            by_day: components["schemas"]["DayCost"][];
            /** @description Most first, at most 100. */
            by_project: components["schemas"]["ProjectCost"][];
            /** @description Most first. */
            by_provider: components["schemas"]["ProviderCost"][];
            /** @description This month's money, whatever the range. */
            month: components["schemas"]["Month"];
            /** Format: int64 */
            total_micro_usd: number;
        };
        /** @description A new bearer token, with the secret that is told this once. */
        CreatedApiToken: components["schemas"]["ApiToken"] & {
            /** @description What a program sends as `Authorization: Bearer ...`; keep it, it is not told again. */
            secret: string;
        };
        /** @description What may be told of a stored key. */
        Credential: {
            /** @description `elevenlabs`, `chat` or `postiz`. */
            kind: string;
            /** @description Its last four characters; empty for a short key. */
            last_four: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description An email and a password. */
        Credentials: {
            email: string;
            /** Format: password */
            password: string;
        };
        /** @description What happened in a store in a range. */
        Dashboard: {
            /**
             * Format: int64
             * @description The library's clips of that time.
             */
            clips: number;
            costs_by_provider: components["schemas"]["ProviderCost"][];
            /**
             * Format: int64
             * @description Jobs that failed or died.
             */
            jobs_went_wrong: number;
            /**
             * Format: date-time
             * @description When something was last made, changed or queued; null when nothing was.
             */
            last_activity: string | null;
            /** @description This month's money, whatever the range. */
            month: components["schemas"]["Month"];
            /** Format: int64 */
            projects: number;
            range: components["schemas"]["Range"];
            /** Format: int64 */
            source_videos: number;
            /** Format: int64 */
            spent_micro_usd: number;
            /**
             * Format: int64
             * @description Videos made; some may have been deleted since.
             */
            videos_made: number;
        };
        /** @description What was paid on a day (UTC). */
        DayCost: {
            /** Format: int64 */
            amount_micro_usd: number;
            /** Format: date */
            day: string;
        };
        /** @description A card at the end that says what to do. */
        EndCard: {
            /** @description As `#rrggbb`. */
            background: string;
            /** @description At most 80 characters on one line. */
            detail?: string;
            /**
             * Format: int32
             * @description How long it is shown; taken to the nearest frame of 1/30 s.
             */
            duration_ms: number;
            /** @description As `#rrggbb`. */
            text_colour: string;
            /** @description 1 to 60 characters on one line. */
            title: string;
        };
        /** @description A format: its size, what the networks leave free of it, and how carefully it can be encoded. */
        ExportPreset: {
            canvas: components["schemas"]["Canvas"];
            label: string;
            name: string;
            networks: components["schemas"]["NetworkMargins"][];
            qualities: components["schemas"]["ExportQuality"][];
            /** @description Captions stay inside it. */
            safe_box: components["schemas"]["SafeBox"];
        };
        /** @description Every format. */
        ExportPresets: {
            items: components["schemas"]["ExportPreset"][];
        };
        /** @description How carefully a video is encoded: `draft` to look at, `standard` to publish, `final` for smaller files. */
        ExportQuality: {
            /** @description The size of the file's picture. */
            canvas: components["schemas"]["Canvas"];
            name: string;
        };
        /**
         * @description The form of the sound; `pcm` is mono at 24 kHz with 16 bits, little endian.
         * @enum {string}
         */
        Format: "mp3" | "opus" | "aac" | "flac" | "wav" | "pcm";
        /** @description How many variants to make. */
        GenerateVariants: {
            /** Format: int32 */
            variants: number;
        };
        /** @description How the server is. */
        Health: {
            /** @description `ok` or `ready`. */
            status: string;
        };
        /** @description Queued work, and how far it has come. */
        Job: {
            /** Format: int32 */
            attempt: number;
            /** Format: date-time */
            created_at: string;
            error: components["schemas"]["JobError"] | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["JobKind"];
            /**
             * Format: float
             * @description How much is done, from 0 to 1.
             */
            progress: number;
            result: components["schemas"]["JobResult"] | null;
            state: components["schemas"]["JobState"];
            /** @description What is being done, for a person. */
            step: string;
            /**
             * Format: uuid
             * @description The source video or the project that it is about; null for the whole store.
             */
            subject_id: string | null;
            /** Format: date-time */
            updated_at: string;
            /** @description The voice model that it is about, of `pull_voice_model`. */
            voice_model: string | null;
        };
        /** @description Why a job failed. */
        JobError: {
            /** @description A stable code, such as `footage_unusable`. */
            code: string;
            /** @description What happened and what to do, for a person. */
            detail: string;
        };
        /**
         * @description What a job does; `adopted` is kept for the record of what the original Edit Factory did.
         * @enum {string}
         */
        JobKind: "analyse" | "generate_variants" | "render_clip" | "narrate" | "publish" | "sync_publications" | "remove_files" | "tidy" | "pull_voice_model" | "adopted";
        /**
         * @description What came out of a job: `segments` of `analyse`, `removed` of `tidy`, `narration_id` and `notes` of `narrate`,
         *     `voice_model` and `size_bytes` of `pull_voice_model`, `clip_ids` and `notes` of `generate_variants` and `render_clip`.
         */
        JobResult: {
            /**
             * Format: uuid
             * @description The publications that were confirmed together.
             */
            batch_id?: string | null;
            /** @description The finished clips. */
            clip_ids?: string[] | null;
            /**
             * Format: uuid
             * @description The narration that was spoken.
             */
            narration_id?: string | null;
            /** @description What the person should know. */
            notes?: string[] | null;
            /** @description How many of them are in which state. */
            posts?: {
                [key: string]: number;
            } | null;
            /**
             * Format: int32
             * @description How many things without a name were deleted.
             */
            removed?: number | null;
            /**
             * Format: int32
             * @description How many segments were found.
             */
            segments?: number | null;
            /**
             * Format: int64
             * @description How large it is.
             */
            size_bytes?: number | null;
            /** @description The model that is here now. */
            voice_model?: string | null;
        };
        /**
         * @description How far a job is: ready waits for a worker, dead failed as often as it may.
         * @enum {string}
         */
        JobState: "ready" | "running" | "done" | "failed" | "dead" | "cancelled";
        /**
         * @description How near the limit is: near from 80 %.
         * @enum {string}
         */
        Level: "fine" | "near" | "over";
        /** @description A picture that lies over the whole video. */
        Logo: {
            corner: components["schemas"]["PictureCorner"];
            /** Format: int32 */
            opacity_percent: number;
            /** Format: uuid */
            picture_id: string;
            /** Format: int32 */
            width_percent: number;
        };
        /** @description What is settled for the videos of a project. */
        Making: {
            captions: components["schemas"]["CaptionStyle"] | null;
            end_card: components["schemas"]["EndCard"] | null;
            format: components["schemas"]["VideoFormat"];
            look: components["schemas"]["VideoLook"] | null;
            matching: components["schemas"]["ShotMatching"];
            mix: components["schemas"]["SoundMix"];
            /** @description The shots that the person chose; they win over every rule. */
            pins: components["schemas"]["ShotPin"][];
            quality: components["schemas"]["VideoQuality"];
            transition: components["schemas"]["ShotTransition"];
            vary: components["schemas"]["VariantsVary"];
        };
        /** @description How videos are made unless a project says otherwise. All but the look is copied into a project when it is made. */
        MakingDefaults: {
            end_card: components["schemas"]["EndCard"] | null;
            format: components["schemas"]["VideoFormat"];
            /** @description Of every project that has no look of its own. */
            look: components["schemas"]["VideoLook"];
            /**
             * Format: int32
             * @description How loud music is without a voice, below the voice's loudness, in LU: 0 to 40.
             */
            music_below_voice_lu: number;
            /** Format: uuid */
            music_id: string | null;
            /**
             * Format: int32
             * @description How loud the footage's own sound is: 0 (silent) to 100.
             */
            original_percent: number;
            transition: components["schemas"]["ShotTransition"];
        };
        /** @description What of it to change; what is absent stays, null forgets, and each part is taken whole. */
        MakingDefaultsPatch: {
            end_card?: components["schemas"]["EndCard"] | null;
            format?: components["schemas"]["VideoFormat"] | null;
            look?: components["schemas"]["VideoLook"] | null;
            /** Format: int32 */
            music_below_voice_lu?: number | null;
            /**
             * Format: uuid
             * @description Null: none.
             */
            music_id?: string | null;
            /** Format: int32 */
            original_percent?: number | null;
            transition?: components["schemas"]["ShotTransition"] | null;
        };
        /** @description What to settle otherwise; what is absent stays, null forgets, and each part is taken whole. */
        MakingPatch: {
            captions?: components["schemas"]["CaptionStyle"] | null;
            end_card?: components["schemas"]["EndCard"] | null;
            format?: components["schemas"]["VideoFormat"] | null;
            look?: components["schemas"]["VideoLook"] | null;
            matching?: components["schemas"]["ShotMatching"] | null;
            mix?: components["schemas"]["SoundMix"] | null;
            /** @description All of them, at most 200. When they are absent and the script changes, they stay with their sentences. */
            pins?: components["schemas"]["ShotPin"][] | null;
            quality?: components["schemas"]["VideoQuality"] | null;
            transition?: components["schemas"]["ShotTransition"] | null;
            vary?: components["schemas"]["VariantsVary"] | null;
        };
        /** @description Who calls, and how people sign in here. */
        Me: {
            /** @description The caller's email; null when there is none. */
            email: string | null;
            /**
             * @description `local`: nobody signs in, for only this machine reaches the server; `accounts`: by email and password;
             *     `supabase`: by a token of Supabase in each request.
             * @example accounts
             */
            mode: string;
            /**
             * Format: uuid
             * @description Who calls; null when nobody is signed in.
             */
            user_id: string | null;
        };
        /** @description This month's money (UTC), in micro-USD: millionths of a US dollar. */
        Month: {
            /**
             * Format: date-time
             * @description When the next month begins.
             */
            ends_at: string;
            /**
             * Format: int64
             * @description What can still be spent; null for no limit.
             */
            left_micro_usd: number | null;
            level: components["schemas"]["Level"];
            /**
             * Format: int64
             * @description The most that may be spent; null for no limit.
             */
            limit_micro_usd: number | null;
            /**
             * Format: int64
             * @description Set aside for what is being bought.
             */
            reserved_micro_usd: number;
            /** Format: int64 */
            spent_micro_usd: number;
        };
        /** @description A piece of music. */
        Music: {
            /** @description A signed link to it as FLAC, good for an hour. */
            audio_url: string;
            /** Format: date-time */
            created_at: string;
            /** Format: int32 */
            duration_ms: number;
            /** Format: uuid */
            id: string;
            /**
             * Format: double
             * @description How loud it is, integrated (ITU-R BS.1770).
             */
            loudness_lufs: number;
            /** @description The name that the file had. */
            name: string;
        };
        /** @description Music under the voice. */
        MusicBed: {
            /**
             * Format: int32
             * @description How loud it is without a voice, below the voice's loudness, in LU.
             */
            below_voice_lu: number;
            /** Format: uuid */
            music_id: string;
            /**
             * Format: int32
             * @description Where in the piece it begins.
             */
            start_ms?: number;
        };
        /** @description The form of an upload of music. */
        MusicForm: {
            /**
             * Format: binary
             * @description A piece: MP3, M4A, AAC, WAV, OGG or FLAC, at most 60 MB and 10 minutes.
             */
            file: string;
        };
        /** @description A spoken sentence. */
        NarratedSentence: {
            /** @description Where it can be heard, for an hour: a WAV file; it is not there any more when it was cleared from the cache. */
            audio_url: string;
            /**
             * Format: int32
             * @description How long it is, with the pause after it.
             */
            duration_ms: number;
            /**
             * Format: int32
             * @description Where it begins in the whole.
             */
            start_ms: number;
            text: string;
            timing: components["schemas"]["Timing"];
            /** @description The words' places in the whole. */
            words: components["schemas"]["PreviewWord"][];
        };
        /** @description A script that is spoken without a video. */
        Narration: {
            /** Format: date-time */
            created_at: string;
            /** Format: int32 */
            duration_ms: number | null;
            /** @description Why it could not be spoken; null unless it failed. */
            failure: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The job that speaks it.
             */
            job_id: string;
            /** @description What the person should know, such as that another voice than the chosen one spoke. */
            notes: string[];
            script: string;
            state: components["schemas"]["NarrationState"];
            /** @description Who was chosen to speak. */
            voice: components["schemas"]["VoiceSettings"];
            /** @description Who spoke, as a person reads it; null until then. */
            voice_label: string | null;
        };
        /** @description What is to be spoken. */
        NarrationRequest: {
            /** @description At most 10,000 characters. */
            script: string;
            /** @description The store's voice unless said. */
            voice?: components["schemas"]["VoiceSettings"];
        };
        /**
         * @description How far a narration is: waiting for its job, spoken, or failed.
         * @enum {string}
         */
        NarrationState: "waiting" | "spoken" | "failed";
        /** @description A setting of a network. */
        NetworkField: {
            /** @description The words of a choice. */
            choices: string[];
            /**
             * @description `choice`, `flag`, `text`, `link`, `tags` and `labels` (lists of texts), `cover` (whether the clip's picture goes
             *     along), `place` (id and name), `music` (an id) or `audio` (`id`, `audio_volume`, `video_volume`).
             */
            kind: string;
            label: string;
            /** @description The longest text, of `text` and `tags`; of a `flag` the longest that posts may have where it is set. */
            max_length: number | null;
            name: string;
            required: boolean;
        };
        /** @description What a network covers at each edge, in pixels. */
        NetworkMargins: {
            /** @description The month in which it was looked up. */
            as_of: string;
            /** Format: int32 */
            bottom: number;
            /** Format: int32 */
            left: number;
            network: string;
            /** Format: int32 */
            right: number;
            /** @description Where it comes from. */
            source: string;
            /** Format: int32 */
            top: number;
        };
        /** @description A network, and what it takes. */
        NetworkRules: {
            fields: components["schemas"]["NetworkField"][];
            label: string;
            /** @description The longest text. */
            max_length: number;
            /** @description As in a channel. */
            network: string;
            /** @description `utf16`: in UTF-16 units; `weighted`: as X counts. */
            unit: string;
        };
        /** @description What a new token is made from. */
        NewApiToken: {
            /** @description 1 to 80 characters on one line, such as the program that uses it. */
            name: string;
        };
        /** @description A model to connect. */
        NewChatConnection: {
            /** @description Below which `/chat/completions` lies, such as `https://api.openai.com/v1`. */
            base_url: string;
            /**
             * @description 1 to 4,096 characters without spaces. Absent keeps the stored key as long as the host stays the same; null
             *     forgets it.
             */
            key?: string | null;
            model: string;
            /**
             * Format: int64
             * @description What a million tokens cost that the model reads; 0 for a model of one's own.
             */
            price_in_micro_usd: number;
            /**
             * Format: int64
             * @description What a million tokens cost that the model writes.
             */
            price_out_micro_usd: number;
        };
        /** @description A key to store. */
        NewCredential: {
            /** @description 1 to 4,096 characters without spaces. */
            secret: string;
        };
        /** @description What a new store is made from. */
        NewProfile: {
            /** @description As `#rrggbb`. */
            colour?: string;
            /** @description At most 2,000 characters. */
            description?: string;
            /** @description One emoji or at most 8 characters. */
            icon?: string;
            /** @description 1 to 80 characters on one line. */
            name: string;
        };
        /** @description What a project is made from. */
        NewProject: {
            /** @description What is settled otherwise than usual for its videos. */
            making?: components["schemas"]["MakingPatch"];
            /** @description 1 to 200 characters on one line. */
            name: string;
            /** @description What the voice says: at most 10,000 characters. */
            script: string;
            /** @description The footage to choose from, at most 100. */
            source_video_ids: string[];
            /** @description The store's voice unless said. */
            voice?: components["schemas"]["VoiceSettings"];
        };
        /** @description An address and the key for it: both, each time. */
        NewPublisherConnection: {
            /** @description As people paste it: `https://api.postiz.com`, or `http://localhost:4007/api` for one of your own. */
            base_url: string;
            key: string;
        };
        /** @description A span of a source video, at least half a second long. */
        NewSegment: {
            /** Format: int32 */
            end_ms: number;
            /** Format: int32 */
            start_ms: number;
        };
        /** @description Another time for a publication. */
        NewTime: {
            /** @description A time of the zone, such as `2026-12-24T09:00`; null for at once. */
            local: string | null;
            zone: string;
        };
        /** @description Some items of a list. */
        Page_ApiToken: {
            /** @description The items. */
            items: {
                /** Format: date-time */
                created_at: string;
                /** Format: uuid */
                id: string;
                /**
                 * @description The last characters of the secret, to tell tokens apart.
                 * @example x7Qa
                 */
                last_four: string;
                /**
                 * Format: date-time
                 * @description To the minute; null when it was never used.
                 */
                last_used_at: string | null;
                name: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Channel: {
            /** @description The items. */
            items: {
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: int32
                 * @description The shortest time between two posts there.
                 */
                gap_minutes: number;
                handle: string;
                /** Format: uuid */
                id: string;
                name: string;
                network: string;
                remote_id: string;
                /** @description What posts there have unless said otherwise; `publishing/networks` tells the fields. */
                settings: Record<string, never>;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Clip: {
            /** @description The items. */
            items: {
                /** @description Saves the captions as `SubRip`. */
                captions_url: string;
                /** Format: date-time */
                created_at: string;
                /** @description Saves the video under the project's name. */
                download_url: string;
                /** Format: int32 */
                duration_ms: number;
                /** Format: int32 */
                height: number;
                /** Format: uuid */
                id: string;
                /** Format: double */
                loudness_lufs: number;
                /**
                 * @description Names the file that did not come along from the original Edit Factory: there is nothing to play, and what is
                 *     measured of a file is 0. Null for every other clip.
                 */
                missing_file: string | null;
                /** @description What the person should know, such as repeated shots. */
                notes: string[];
                /**
                 * Format: uuid
                 * @description Null when the project was deleted.
                 */
                project_id: string | null;
                project_name: string;
                quality: components["schemas"]["VideoQuality"];
                /** @description Saves the recipe: everything from which the same video is rendered again, as JSON. Null when it has none. */
                recipe_url: string | null;
                /** Format: int64 */
                size_bytes: number;
                /** @description What was changed since it was made, such as `the script was changed`; with any, it is stale. */
                stale: string[];
                thumbnail_url: string;
                /**
                 * Format: int32
                 * @description Which variant of its generation it is, from 1.
                 */
                variant: number;
                video_url: string;
                /** @description Who spoke, as a person reads it. */
                voice_label: string;
                /** Format: int32 */
                width: number;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_CostEntry: {
            /** @description The items. */
            items: {
                /**
                 * Format: int64
                 * @description What it did cost.
                 */
                amount_micro_usd: number;
                /** Format: date-time */
                created_at: string;
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                job_id: string | null;
                /** @description What was bought, such as `speech`. */
                operation: string;
                /** Format: uuid */
                project_id: string | null;
                provider: string;
                /** Format: int64 */
                reserved_micro_usd: number;
                state: components["schemas"]["CostState"];
                /**
                 * Format: int64
                 * @description How much of it; of speech, characters.
                 */
                units: number;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Credential: {
            /** @description The items. */
            items: {
                /** @description `elevenlabs`, `chat` or `postiz`. */
                kind: string;
                /** @description Its last four characters; empty for a short key. */
                last_four: string;
                /** Format: date-time */
                updated_at: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Job: {
            /** @description The items. */
            items: {
                /** Format: int32 */
                attempt: number;
                /** Format: date-time */
                created_at: string;
                error: components["schemas"]["JobError"] | null;
                /** Format: uuid */
                id: string;
                kind: components["schemas"]["JobKind"];
                /**
                 * Format: float
                 * @description How much is done, from 0 to 1.
                 */
                progress: number;
                result: components["schemas"]["JobResult"] | null;
                state: components["schemas"]["JobState"];
                /** @description What is being done, for a person. */
                step: string;
                /**
                 * Format: uuid
                 * @description The source video or the project that it is about; null for the whole store.
                 */
                subject_id: string | null;
                /** Format: date-time */
                updated_at: string;
                /** @description The voice model that it is about, of `pull_voice_model`. */
                voice_model: string | null;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Music: {
            /** @description The items. */
            items: {
                /** @description A signed link to it as FLAC, good for an hour. */
                audio_url: string;
                /** Format: date-time */
                created_at: string;
                /** Format: int32 */
                duration_ms: number;
                /** Format: uuid */
                id: string;
                /**
                 * Format: double
                 * @description How loud it is, integrated (ITU-R BS.1770).
                 */
                loudness_lufs: number;
                /** @description The name that the file had. */
                name: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Narration: {
            /** @description The items. */
            items: {
                /** Format: date-time */
                created_at: string;
                /** Format: int32 */
                duration_ms: number | null;
                /** @description Why it could not be spoken; null unless it failed. */
                failure: string | null;
                /** Format: uuid */
                id: string;
                /**
                 * Format: uuid
                 * @description The job that speaks it.
                 */
                job_id: string;
                /** @description What the person should know, such as that another voice than the chosen one spoke. */
                notes: string[];
                script: string;
                state: components["schemas"]["NarrationState"];
                /** @description Who was chosen to speak. */
                voice: components["schemas"]["VoiceSettings"];
                /** @description Who spoke, as a person reads it; null until then. */
                voice_label: string | null;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_NetworkRules: {
            /** @description The items. */
            items: {
                fields: components["schemas"]["NetworkField"][];
                label: string;
                /** @description The longest text. */
                max_length: number;
                /** @description As in a channel. */
                network: string;
                /** @description `utf16`: in UTF-16 units; `weighted`: as X counts. */
                unit: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Picture: {
            /** @description The items. */
            items: {
                /** Format: date-time */
                created_at: string;
                /** Format: int32 */
                height: number;
                /** Format: uuid */
                id: string;
                /** @description The name that the file had. */
                name: string;
                /** @description A signed link to it as PNG, good for an hour. */
                url: string;
                /** Format: int32 */
                width: number;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Profile: {
            /** @description The items. */
            items: {
                caption_style: components["schemas"]["CaptionStyle"];
                /**
                 * @description As `#rrggbb`.
                 * @example #5b5bd6
                 */
                colour: string;
                /** @description What every script and analysis should know about the store. */
                context_text: string;
                /** Format: date-time */
                created_at: string;
                description: string;
                /** @description One emoji, or nothing. */
                icon: string;
                /** Format: uuid */
                id: string;
                /** @description Whether it opens first. */
                is_default: boolean;
                making_defaults: components["schemas"]["MakingDefaults"];
                /**
                 * Format: int64
                 * @description The most that may be spent in a month (UTC), in millionths of a US dollar; null for no limit.
                 */
                monthly_quota_micro_usd: number | null;
                name: string;
                publisher_defaults: components["schemas"]["PublisherDefaults"];
                tts_settings: components["schemas"]["TtsSettings"];
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Project: {
            /** @description The items. */
            items: {
                /** Format: date-time */
                created_at: string;
                /** Format: uuid */
                id: string;
                making: components["schemas"]["Making"];
                name: string;
                script: string;
                source_video_ids: string[];
                /** Format: date-time */
                updated_at: string;
                voice: components["schemas"]["VoiceSettings"];
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Publication: {
            /** @description The items. */
            items: {
                account: string;
                /** Format: uuid */
                batch_id: string;
                /**
                 * Format: uuid
                 * @description Null when the store let go of the channel.
                 */
                channel_id: string | null;
                /**
                 * Format: uuid
                 * @description Null when the clip was deleted.
                 */
                clip_id: string | null;
                clip_name: string;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description Null for a post that appears at once.
                 */
                due_at: string | null;
                /** Format: uuid */
                id: string;
                network: string;
                /** @description Why it failed, or what a person has to look at. */
                reason: string | null;
                /** @description planned, uploading, sending, sent, scheduled, published, failed or `needs_review`. */
                state: string;
                text: string;
                /** Format: date-time */
                updated_at: string;
                /** @description Where it can be seen. */
                url: string | null;
                zone: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_PublisherAccount: {
            /** @description The items. */
            items: {
                /**
                 * Format: uuid
                 * @description The store's channel, if it was chosen.
                 */
                channel_id: string | null;
                /** @description Whether it is switched off there. */
                disabled: boolean;
                group: string | null;
                handle: string;
                /** @description The network in the word of Postiz. */
                identifier: string;
                name: string;
                /** @description By this it is chosen. */
                remote_id: string;
                /** @description Whether clips can be published to this network from here. */
                supported: boolean;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_PublishingEvent: {
            /** @description The items. */
            items: {
                account: string;
                /**
                 * Format: uuid
                 * @description Who.
                 */
                actor_id: string;
                /** Format: date-time */
                at: string;
                /** Format: uuid */
                clip_id: string | null;
                clip_name: string;
                detail: string;
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                publication_id: string | null;
                /** @description A state of a publication, or confirmed, deleted, connected, disconnected, `channel_chosen`, `channel_released`. */
                what: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Segment: {
            /** @description The items. */
            items: {
                /** Format: float */
                brightness: number;
                /** Format: float */
                contrast: number;
                /** Format: int32 */
                end_ms: number;
                /** @description Whether it is preferred among equals. */
                favourite: boolean;
                /** Format: uuid */
                id: string;
                /** @description What it shows, in the person's words. */
                keywords: string[];
                /** Format: float */
                motion: number;
                /** @description For the person alone. */
                notes: string;
                /**
                 * Format: float
                 * @description The figure by which segments are ranked.
                 */
                score: number;
                /** Format: float */
                sharpness: number;
                /** @description Whether no two clips may show it. */
                single_use: boolean;
                /** Format: uuid */
                source_video_id: string;
                /** Format: int32 */
                start_ms: number;
                /**
                 * Format: float
                 * @description How steadily the camera is held; null for what was analysed before this was known.
                 */
                steadiness: number | null;
                /** @description A signed link, good for an hour. */
                thumbnail_url: string | null;
                transform: components["schemas"]["SegmentTransform"];
                /** Format: float */
                variance: number;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Session: {
            /** @description The items. */
            items: {
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                expires_at: string;
                /** Format: uuid */
                id: string;
                /** @description Whether it is the one that asks. */
                is_current: boolean;
                /**
                 * Format: date-time
                 * @description To the minute.
                 */
                last_seen_at: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_SourceVideo: {
            /** @description The items. */
            items: {
                /** Format: date-time */
                created_at: string;
                /** Format: int32 */
                duration_ms: number | null;
                /** @description Why it cannot be used, when its state is failed. */
                error: string | null;
                /** Format: double */
                fps: number | null;
                has_sound: boolean | null;
                /** Format: int32 */
                height: number | null;
                /** Format: uuid */
                id: string;
                /** @description A still picture, shown as footage. */
                is_still: boolean;
                /** @description The name that the file had. */
                name: string;
                /** Format: int32 */
                segment_count: number;
                /** Format: int64 */
                size_bytes: number;
                state: components["schemas"]["SourceVideoState"];
                /** @description A signed link, good for an hour. */
                thumbnail_url: string | null;
                /** @description A signed link, good for an hour. */
                video_url: string;
                viewing: components["schemas"]["Viewing"] | null;
                /** Format: int32 */
                width: number | null;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_SpeechModel: {
            /** @description The items. */
            items: {
                /** Format: int64 */
                cost_micro_usd_per_1000_characters: number;
                /** @description What a voice's settings name. */
                id: string;
                /** @description Empty when they are not known. */
                languages: string[];
                /**
                 * Format: int32
                 * @description The most characters that it takes at once; longer texts are split.
                 */
                max_characters: number | null;
                name: string;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_TtsProvider: {
            /** @description The items. */
            items: {
                availability: components["schemas"]["Availability"];
                /** @description Whether it can learn a person's voice from a sample. */
                clones_voices: boolean;
                /** Format: int64 */
                cost_micro_usd_per_1000_characters: number;
                /** @description Whether it is only good enough to try things with. */
                draft: boolean;
                label: string;
                /** @description The languages of its voices, such as `en`; empty when it cannot be asked. */
                languages: string[];
                name: string;
                /** @description What a person must know before using it, such as the terms of a licence. */
                notice: string | null;
                privacy: components["schemas"]["Privacy"];
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_Voice: {
            /** @description The items. */
            items: {
                /** @description Other languages that it speaks too. */
                also_speaks: string[];
                /** @description `female` or `male`, where the engine tells. */
                gender: string | null;
                /** @description What a project's voice is set to. */
                id: string;
                /** @description The language that it speaks, or the one that it speaks best, such as `en-us`. */
                language: string;
                /** @description What a person calls it. */
                name: string;
                /** @description Where a sample of it can be heard, where its makers keep one. */
                sample_url: string | null;
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Some items of a list. */
        Page_VoiceModel: {
            /** @description The items. */
            items: {
                /** @description The engine that speaks from it: `kokoro` or `piper`. */
                engine: string;
                /** @description Such as `kokoro-v1.0` or `en_US-lessac-medium`. */
                id: string;
                /** @description What it speaks, such as `en-us`. */
                languages: string[];
                /** @description What one may do with it. */
                licence: string;
                /** @description The page that says it. */
                licence_url: string;
                /** @description Whether whoever asks may pull, verify and remove it. */
                may_change: boolean;
                /** @description What a person calls it. */
                name: string;
                /**
                 * Format: int64
                 * @description How much of it is here, when it is partial.
                 */
                partial_bytes: number | null;
                /** @description What is wrong with it and what to do, when it is broken. */
                problem: string | null;
                /**
                 * Format: int64
                 * @description The size of its files together, as far as it is known.
                 */
                size_bytes: number;
                state: components["schemas"]["VoiceModelState"];
            }[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description A password and the one that takes its place. */
        PasswordChange: {
            /**
             * Format: password
             * @description The new one: 10 to 200 characters.
             */
            new_password: string;
            /**
             * Format: password
             * @description The present one.
             */
            password: string;
        };
        /** @description A picture of the store. */
        Picture: {
            /** Format: date-time */
            created_at: string;
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            id: string;
            /** @description The name that the file had. */
            name: string;
            /** @description A signed link to it as PNG, good for an hour. */
            url: string;
            /** Format: int32 */
            width: number;
        };
        /**
         * @description A corner of what no network covers.
         * @enum {string}
         */
        PictureCorner: "top_left" | "top_right" | "bottom_left" | "bottom_right";
        /** @description The form of an upload of a picture. */
        PictureForm: {
            /**
             * Format: binary
             * @description A picture: PNG, JPEG or WebP, at most 10 MB.
             */
            file: string;
        };
        /** @description How many variants to plan. */
        PlanRequest: {
            /** Format: int32 */
            variants: number;
        };
        /** @description A shot of a plan. */
        PlannedPlace: {
            /**
             * Format: int32
             * @description The sentence's number in the script, from 0.
             */
            sentence: number;
            /**
             * Format: int32
             * @description Which of its shots, from 0.
             */
            shot: number;
            /**
             * Format: int32
             * @description From 1.
             */
            variant: number;
            /**
             * Format: int32
             * @description As many as were planned.
             */
            variants: number;
        };
        /** @description A post of a plan. */
        PlannedPost: {
            /** @description The account as a person knows it. */
            account: string;
            /** Format: uuid */
            channel_id: string;
            /** Format: uuid */
            clip_id: string;
            clip_name: string;
            /**
             * Format: date-time
             * @description Null for a post that appears at once.
             */
            due_at: string | null;
            /** @description What is wrong with it. */
            faults: components["schemas"]["PostFault"][];
            /** @description Its length as the network counts. */
            length: number;
            max_length: number;
            network: string;
            settings: Record<string, never>;
            /** Format: int64 */
            size_bytes: number;
            /** @description The text as it will appear. */
            text: string;
            /** @description Whether the clip's picture goes along. */
            with_cover: boolean;
        };
        /** @description A sentence and its shots. */
        PlannedSentence: {
            /** Format: int32 */
            duration_ms: number;
            /** @description Whether it was not spoken yet, so that its length is estimated. */
            is_estimated: boolean;
            /** @description Its number in the script, from 0: what a pin names. */
            sentence: number;
            shots: components["schemas"]["PlannedShot"][];
            text: string;
        };
        /** @description A shot, and why it was chosen. */
        PlannedShot: {
            /** Format: int32 */
            duration_ms: number;
            is_pinned: boolean;
            reason: string;
            /** Format: uuid */
            segment_id: string;
            /** Format: uuid */
            source_video_id: string;
            /**
             * Format: int32
             * @description Where it begins in the source video.
             */
            start_ms: number;
            /** @description A signed link, good for an hour. */
            thumbnail_url: string;
        };
        /** @description What a variant would show. */
        PlannedVariant: {
            /** @description In the order in which they are said. */
            sentences: components["schemas"]["PlannedSentence"][];
            /**
             * Format: int32
             * @description From 1.
             */
            variant: number;
            /** @description Such as that there is too little footage. */
            warnings: string[];
        };
        /** @description What is wrong with a planned post. */
        PostFault: {
            /** @description What is wrong and what to do, for a person. */
            detail: string;
            /** @description `clip`, `channel`, `text`, `time`, `media`, or a setting's name. */
            field: string;
        };
        /** @description A sentence that can be heard. */
        Preview: {
            /** @description Where it can be heard, for an hour: a WAV file. */
            audio_url: string;
            /**
             * Format: int64
             * @description What was set aside for it; 0 for a free voice, and when it had been spoken before.
             */
            cost_micro_usd: number;
            /** Format: int32 */
            duration_ms: number;
            timing: components["schemas"]["Timing"];
            /** @description Who spoke. */
            voice_label: string;
            words: components["schemas"]["PreviewWord"][];
        };
        /** @description A sentence to hear. */
        PreviewRequest: {
            /** @description At most 300 characters. */
            text: string;
            voice: components["schemas"]["VoiceSettings"];
        };
        /** @description Where a word lies. */
        PreviewWord: {
            /** Format: int32 */
            end_ms: number;
            /** Format: int32 */
            start_ms: number;
            text: string;
        };
        /** @description Where a text goes to be spoken. */
        Privacy: {
            /** @description Whether the text leaves the person's own machines. */
            leaves_machine: boolean;
            /** @description To whom it is sent; null when it stays. */
            sent_to: string | null;
        };
        /** @description A refusal (RFC 9457). */
        Problem: {
            /** @description The stable code for programs. */
            code: string;
            /** @description What happened and what to do about it, for a person. */
            detail: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind of refusal for a person. */
            title: string;
            /** @description Names the kind of refusal: `urn:edit-factory:` and the code. */
            type: string;
        };
        /** @description A store: whatever else there is belongs to exactly one. */
        Profile: {
            caption_style: components["schemas"]["CaptionStyle"];
            /**
             * @description As `#rrggbb`.
             * @example #5b5bd6
             */
            colour: string;
            /** @description What every script and analysis should know about the store. */
            context_text: string;
            /** Format: date-time */
            created_at: string;
            description: string;
            /** @description One emoji, or nothing. */
            icon: string;
            /** Format: uuid */
            id: string;
            /** @description Whether it opens first. */
            is_default: boolean;
            making_defaults: components["schemas"]["MakingDefaults"];
            /**
             * Format: int64
             * @description The most that may be spent in a month (UTC), in millionths of a US dollar; null for no limit.
             */
            monthly_quota_micro_usd: number | null;
            name: string;
            publisher_defaults: components["schemas"]["PublisherDefaults"];
            tts_settings: components["schemas"]["TtsSettings"];
        };
        /** @description The fields of a store to change; what is absent stays. */
        ProfilePatch: {
            caption_style?: components["schemas"]["CaptionPatch"] | null;
            colour?: string | null;
            /** @description What every script and analysis should know about the store: at most 10,000 characters. */
            context_text?: string | null;
            description?: string | null;
            icon?: string | null;
            making_defaults?: components["schemas"]["MakingDefaultsPatch"] | null;
            /**
             * Format: int64
             * @description The most that may be spent in a month (UTC), in millionths of a US dollar; null for no limit.
             */
            monthly_quota_micro_usd?: number | null;
            name?: string | null;
            publisher_defaults?: components["schemas"]["PublisherDefaults"] | null;
            tts_settings?: components["schemas"]["TtsPatch"] | null;
        };
        /** @description A script with its footage and voice. */
        Project: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            making: components["schemas"]["Making"];
            name: string;
            script: string;
            source_video_ids: string[];
            /** Format: date-time */
            updated_at: string;
            voice: components["schemas"]["VoiceSettings"];
        };
        /** @description What a project did cost. */
        ProjectCost: {
            /** Format: int64 */
            amount_micro_usd: number;
            /** @description Null when the project is gone. */
            name: string | null;
            /**
             * Format: uuid
             * @description Null for what belongs to no project.
             */
            project_id: string | null;
        };
        /** @description The fields of a project to change; what is absent stays. */
        ProjectPatch: {
            making?: components["schemas"]["MakingPatch"] | null;
            name?: string | null;
            script?: string | null;
            source_video_ids?: string[] | null;
            voice?: components["schemas"]["VoiceSettings"] | null;
        };
        /** @description What an engine or service was paid. */
        ProviderCost: {
            /** Format: int64 */
            amount_micro_usd: number;
            provider: string;
            /**
             * Format: int64
             * @description How much was bought; of speech, characters.
             */
            units: number;
        };
        /** @description What a text would cost with an engine. */
        ProviderQuote: {
            available: boolean;
            /** Format: int64 */
            cost_micro_usd: number;
            /** @description What makes the engine available. */
            cure: string | null;
            draft: boolean;
            /**
             * Format: int64
             * @description How long it will take, by what was measured on this machine; null before the first time.
             */
            expected_ms: number | null;
            label: string;
            /** @description Whether the text leaves the person's own machines. */
            leaves_machine: boolean;
            /** @description How near the limit would be afterwards; over means that it would be refused. */
            level: components["schemas"]["Level"];
            provider: string;
            /** @description Whether one of its voices speaks the text's language; null when either is not known. */
            speaks_language: boolean | null;
        };
        /** @description How an engine speaks for this store. */
        ProviderVoice: {
            model: string | null;
            /**
             * Format: double
             * @description 0.5 to 2; 1 is the voice's own speed.
             */
            speed: number;
            tuning: components["schemas"]["VoiceTuning"];
            voice: string | null;
        };
        /** @description One clip sent to one channel. */
        Publication: {
            account: string;
            /** Format: uuid */
            batch_id: string;
            /**
             * Format: uuid
             * @description Null when the store let go of the channel.
             */
            channel_id: string | null;
            /**
             * Format: uuid
             * @description Null when the clip was deleted.
             */
            clip_id: string | null;
            clip_name: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Null for a post that appears at once.
             */
            due_at: string | null;
            /** Format: uuid */
            id: string;
            network: string;
            /** @description Why it failed, or what a person has to look at. */
            reason: string | null;
            /** @description planned, uploading, sending, sent, scheduled, published, failed or `needs_review`. */
            state: string;
            text: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Where it can be seen. */
            url: string | null;
            zone: string;
        };
        /** @description What is to be published: each clip at each channel. */
        PublicationOrderBody: {
            channel_ids: string[];
            clip_ids: string[];
            /** @description Other texts, by network. */
            network_texts?: {
                [key: string]: string;
            };
            /** @description Settings over those of the channels, by network. */
            settings?: Record<string, never>;
            text: string;
            when: components["schemas"]["WhenBody"];
            /** @description The zone of all times, such as `Europe/Bucharest`. */
            zone: string;
        };
        /** @description What would be published, exactly. */
        PublicationPlan: {
            /** @description Confirms this plan and no other. */
            plan_hash: string;
            posts: components["schemas"]["PlannedPost"][];
            /** @description Whether it can be carried out. */
            sound: boolean;
            /** @description The store's name. */
            store: string;
            zone: string;
        };
        /** @description An account as Postiz lists it. */
        PublisherAccount: {
            /**
             * Format: uuid
             * @description The store's channel, if it was chosen.
             */
            channel_id: string | null;
            /** @description Whether it is switched off there. */
            disabled: boolean;
            group: string | null;
            handle: string;
            /** @description The network in the word of Postiz. */
            identifier: string;
            name: string;
            /** @description By this it is chosen. */
            remote_id: string;
            /** @description Whether clips can be published to this network from here. */
            supported: boolean;
        };
        /** @description A connection; the key never comes out. */
        PublisherConnection: {
            base_url: string | null;
            /** @description Whether address and key are both there. */
            connected: boolean;
            /** @description The key's last four characters; empty for a short key. */
            last_four: string | null;
            /** Format: date-time */
            updated_at: string | null;
        };
        /** @description Where posts go unless said otherwise. */
        PublisherDefaults: {
            /** @description The publisher's ids of the channels, at most 100. */
            channels: string[];
        };
        /** @description What a test found. */
        PublisherTest: {
            /** @description How many accounts the publisher lists. */
            accounts: number;
        };
        /** @description Something that was done about publishing. */
        PublishingEvent: {
            account: string;
            /**
             * Format: uuid
             * @description Who.
             */
            actor_id: string;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            clip_id: string | null;
            clip_name: string;
            detail: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            publication_id: string | null;
            /** @description A state of a publication, or confirmed, deleted, connected, disconnected, `channel_chosen`, `channel_released`. */
            what: string;
        };
        /** @description What a text would cost, before anything is spent. */
        Quote: {
            /**
             * Format: int64
             * @description How many characters the engines would count.
             */
            characters: number;
            /** @description The text's language, such as `ro`; null when it cannot be told for certain. */
            language: string | null;
            month: components["schemas"]["Month"];
            /** @description Each engine's price, the preferred engine first. */
            providers: components["schemas"]["ProviderQuote"][];
        };
        /** @description A text whose price is wanted. */
        QuoteRequest: {
            /** @description The text's language, such as `ro`; found out where it is not named. */
            language?: string | null;
            /** @description At most 10,000 characters. */
            text: string;
            /**
             * Format: int32
             * @description How many voices speak it, each of them the whole text, as variants do: 1 to 10, 1 unless said.
             */
            voices?: number | null;
        };
        /**
         * @description How far back to look.
         * @enum {string}
         */
        Range: "7d" | "30d" | "90d" | "all";
        /** @description How to render a clip again. */
        RenderClip: {
            quality?: components["schemas"]["VideoQuality"] | null;
        };
        /** @description The part of a picture that the networks' own buttons and texts leave free, in pixels. */
        SafeBox: {
            /** Format: int32 */
            height: number;
            /** Format: int32 */
            left: number;
            /** Format: int32 */
            top: number;
            /** Format: int32 */
            width: number;
        };
        /** @description What the scripts are about. */
        ScriptBrief: {
            /**
             * Format: int32
             * @description How many scripts.
             * @default 3
             */
            count: number;
            /** @description What the video is about, at most 2,000 characters. */
            idea: string;
            /** @description Such as `en` or `ro`. */
            language: string;
            /**
             * Format: int32
             * @description How long the spoken script should be.
             * @default 20
             */
            length_s: number;
            /**
             * Format: int32
             * @description Another number writes other scripts.
             */
            seed?: number;
            /** @description Footage whose keywords the writer is told. */
            source_video_ids?: string[];
        };
        /** @description What scripts would cost, before anything is spent. */
        ScriptQuote: {
            month: components["schemas"]["Month"];
            /** @description Each writer's price, the free one first. */
            writers: components["schemas"]["WriterQuote"][];
        };
        /** @description Scripts to write. */
        ScriptRequest: {
            brief: components["schemas"]["ScriptBrief"];
            /**
             * @description `template`, which costs nothing and needs no key, or `chat`, the store's own model.
             * @default template
             */
            writer: string;
        };
        /** @description A span of footage worth showing; each score is from 0 to 1. */
        Segment: {
            /** Format: float */
            brightness: number;
            /** Format: float */
            contrast: number;
            /** Format: int32 */
            end_ms: number;
            /** @description Whether it is preferred among equals. */
            favourite: boolean;
            /** Format: uuid */
            id: string;
            /** @description What it shows, in the person's words. */
            keywords: string[];
            /** Format: float */
            motion: number;
            /** @description For the person alone. */
            notes: string;
            /**
             * Format: float
             * @description The figure by which segments are ranked.
             */
            score: number;
            /** Format: float */
            sharpness: number;
            /** @description Whether no two clips may show it. */
            single_use: boolean;
            /** Format: uuid */
            source_video_id: string;
            /** Format: int32 */
            start_ms: number;
            /**
             * Format: float
             * @description How steadily the camera is held; null for what was analysed before this was known.
             */
            steadiness: number | null;
            /** @description A signed link, good for an hour. */
            thumbnail_url: string | null;
            transform: components["schemas"]["SegmentTransform"];
            /** Format: float */
            variance: number;
        };
        /** @description The fields of a segment to change; what is absent stays. */
        SegmentPatch: {
            /** Format: int32 */
            end_ms?: number | null;
            favourite?: boolean | null;
            /** @description At most 20 of 40 characters each. */
            keywords?: string[] | null;
            /** @description At most 2,000 characters. */
            notes?: string | null;
            single_use?: boolean | null;
            /** Format: int32 */
            start_ms?: number | null;
            transform?: components["schemas"]["SegmentTransform"] | null;
        };
        /** @description How the picture of a segment is shown. */
        SegmentTransform: {
            /** Format: int32 */
            brightness_percent: number;
            /** Format: int32 */
            contrast_percent: number;
            /** @description Whether left and right change places. */
            flip: boolean;
            /**
             * Format: int32
             * @description Which part is shown: -100 is the left edge, 100 the right.
             */
            pan_x_percent: number;
            /**
             * Format: int32
             * @description Which part is shown: -100 is the upper edge, 100 the lower.
             */
            pan_y_percent: number;
            /** Format: int32 */
            saturation_percent: number;
            /**
             * Format: int32
             * @description How fast it plays.
             */
            speed_percent: number;
            /**
             * Format: int32
             * @description How much larger than the whole it is shown.
             */
            zoom_percent: number;
        };
        /** @description A browser that is signed in. */
        Session: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            /** @description Whether it is the one that asks. */
            is_current: boolean;
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_seen_at: string;
        };
        /** @description A box with round corners. */
        SetBox: {
            /** Format: double */
            height: number;
            /** Format: double */
            radius: number;
            /** Format: double */
            width: number;
            /** Format: double */
            x: number;
            /** Format: double */
            y: number;
        };
        /** @description Words that are on screen together. */
        SetCaption: {
            /** @description What lies behind whole lines. */
            bars: components["schemas"]["SetBox"][];
            /**
             * Format: double
             * @description How far the line fades into light: the standard deviation of a Gaussian.
             */
            blur_px: number;
            /**
             * Format: double
             * @description The size of the letters in pixels an em.
             */
            em_px: number;
            /**
             * Format: double
             * @description The width of the line around each letter.
             */
            outline_px: number;
            /**
             * Format: double
             * @description How far the shadow falls, right and down.
             */
            shadow_px: number;
            /**
             * Format: double
             * @description The size of the spoken word's.
             */
            spoken_em_px: number;
            words: components["schemas"]["SetWord"][];
        };
        /** @description The colours, each as `#rrggbb`. */
        SetColours: {
            /**
             * Format: double
             * @description How solid the bar is, 0 to 1.
             */
            bar_opacity: number;
            /** @description Of the line, the shadow, the light or the bar. */
            edge: string;
            highlight: string;
            /**
             * Format: double
             * @description How solid the shadow is, 0 to 1.
             */
            shadow_opacity: number;
            text: string;
        };
        /** @description Letters of one font. */
        SetRun: {
            /** @description One of the `fonts` of the presets. */
            family: string;
            text: string;
        };
        /** @description A word at its place. */
        SetWord: {
            /**
             * Format: double
             * @description The line on which its letters stand.
             */
            baseline_y: number;
            /**
             * Format: double
             * @description Its middle.
             */
            centre_x: number;
            /** @description What a box behind it covers. */
            frame: components["schemas"]["SetBox"];
            /** @description Its line, from 0. */
            line: number;
            /** @description Its letters. */
            runs: components["schemas"]["SetRun"][];
            /**
             * Format: double
             * @description The same while it is spoken.
             */
            spoken_baseline_y: number;
        };
        /** @description A segment that could stand in the place of a shot: pin it there to take it. */
        ShotAlternative: {
            /** Format: int32 */
            end_ms: number;
            /** @description What speaks for and against it. */
            reason: string;
            /** Format: uuid */
            segment_id: string;
            /** Format: uuid */
            source_video_id: string;
            /** Format: int32 */
            start_ms: number;
            /** @description A signed link, good for an hour. */
            thumbnail_url: string;
        };
        /** @description What could stand in the place of a shot, the best first. */
        ShotAlternatives: {
            items: components["schemas"]["ShotAlternative"][];
        };
        /**
         * @description How shots are matched to sentences.
         * @enum {string}
         */
        ShotMatching: "balanced" | "keyword_strict" | "max_variety" | "shuffle";
        /** @description A shot that the person chose for a sentence; several for the same shot come in their order. */
        ShotPin: {
            /** Format: uuid */
            segment_id: string;
            /**
             * Format: int32
             * @description The sentence, from 0.
             */
            sentence: number;
            /**
             * Format: int32
             * @description Which shot of the sentence, from 0; the last one where the sentence has fewer.
             */
            shot?: number;
        };
        /**
         * @description How one shot becomes the next.
         * @enum {string}
         */
        ShotTransition: "cut" | "dip" | "flash" | "crossfade";
        /** @description What sounds beside the voice. */
        SoundMix: {
            music?: components["schemas"]["MusicBed"] | null;
            /**
             * Format: int32
             * @description How loud the footage's own sound is: 0 (silent) to 100.
             */
            original_percent?: number;
        };
        /** @description Uploaded footage, with the state of its analysis. */
        SourceVideo: {
            /** Format: date-time */
            created_at: string;
            /** Format: int32 */
            duration_ms: number | null;
            /** @description Why it cannot be used, when its state is failed. */
            error: string | null;
            /** Format: double */
            fps: number | null;
            has_sound: boolean | null;
            /** Format: int32 */
            height: number | null;
            /** Format: uuid */
            id: string;
            /** @description A still picture, shown as footage. */
            is_still: boolean;
            /** @description The name that the file had. */
            name: string;
            /** Format: int32 */
            segment_count: number;
            /** Format: int64 */
            size_bytes: number;
            state: components["schemas"]["SourceVideoState"];
            /** @description A signed link, good for an hour. */
            thumbnail_url: string | null;
            /** @description A signed link, good for an hour. */
            video_url: string;
            viewing: components["schemas"]["Viewing"] | null;
            /** Format: int32 */
            width: number | null;
        };
        /**
         * @description How far a source video is.
         * @enum {string}
         */
        SourceVideoState: "analysing" | "ready" | "failed";
        /** @description The store's account with an engine's makers. */
        SpeechAccount: {
            can_clone: boolean;
            /** Format: int64 */
            limit_characters: number | null;
            /** @description The plan, such as `creator`. */
            plan: string;
            /**
             * Format: date-time
             * @description When the count begins anew.
             */
            resets_at: string | null;
            /** @description As its makers write it, such as `active`. */
            status: string;
            /**
             * Format: int64
             * @description Null when the key may not ask.
             */
            used_characters: number | null;
        };
        /** @description How full the cache of spoken sentences is. */
        SpeechCache: {
            /**
             * Format: int64
             * @description The oldest sentences beyond it go when the store is tidied, once a day.
             */
            limit_bytes: number;
            sentences: number;
            /** Format: int64 */
            size_bytes: number;
        };
        /** @description A model of an engine that has several. */
        SpeechModel: {
            /** Format: int64 */
            cost_micro_usd_per_1000_characters: number;
            /** @description What a voice's settings name. */
            id: string;
            /** @description Empty when they are not known. */
            languages: string[];
            /**
             * Format: int32
             * @description The most characters that it takes at once; longer texts are split.
             */
            max_characters: number | null;
            name: string;
        };
        /** @description A text to speak. */
        SpeechRequest: {
            /** @description At most 4,096 characters. */
            input: string;
            /** @description Taken and not followed: none of the engines can. */
            instructions?: string | null;
            /** @description An engine's name, such as `kokoro`; `default`, or one of OpenAI's names, for the store's own. */
            model: string;
            response_format?: components["schemas"]["Format"];
            /**
             * Format: double
             * @description 0.5 to 2; the store's own when absent.
             */
            speed?: number | null;
            stream_format?: components["schemas"]["StreamFormat"];
            /** @description The id of one of the engine's voices, or `default`; also as an object with the `id`. */
            voice: string;
        };
        /** @description A voice, and the model that speaks with it. */
        SpeechVoice: {
            id: string;
            /** @description Such as `en-us`. */
            language: string;
            model: string;
            name: string;
        };
        /** @description The voices. */
        SpeechVoices: {
            voices: components["schemas"]["SpeechVoice"][];
        };
        /** @description How small pictures lie on their sheet, the first of the video's beginning. */
        SpriteSheet: {
            /** Format: int32 */
            columns: number;
            /** Format: int32 */
            count: number;
            /**
             * Format: int32
             * @description How far each is from the one before.
             */
            each_ms: number;
            /** Format: int32 */
            height: number;
            /** Format: int32 */
            width: number;
        };
        /** @description What a project's variants would show. */
        Storyboard: {
            variants: components["schemas"]["PlannedVariant"][];
            /** @description What is true of all, such as footage that is not ready. */
            warnings: string[];
        };
        /**
         * @description How the sound comes: as it is, or in events of base64 (`pcm` and `wav`).
         * @enum {string}
         */
        StreamFormat: "audio" | "sse";
        /**
         * @description How exactly the words' places are known.
         * @enum {string}
         */
        Timing: "native" | "phoneme" | "estimated";
        /** @description A place that a person should look at. */
        ToCheck: {
            /** @description Where it ends. */
            end: number;
            /** @description Which sentence or hashtag, from 0; 0 for the hook and the caption. */
            index: number;
            kind: components["schemas"]["CheckKind"];
            part: components["schemas"]["CheckPart"];
            /** @description Where it begins in the part, in characters (Unicode code points). */
            start: number;
            /** @description What stands there. */
            text: string;
        };
        /** @description Changes to the voices; null forgets. */
        TtsPatch: {
            /** @description The engines that speak instead when the chosen one cannot, whole and in their order, at most 10. */
            fallback?: string[] | null;
            provider?: string | null;
            /** @description By engine; null forgets what was settled for it. */
            voices?: Record<string, never>;
        };
        /** @description An engine that speaks, and whether it can right now. */
        TtsProvider: {
            availability: components["schemas"]["Availability"];
            /** @description Whether it can learn a person's voice from a sample. */
            clones_voices: boolean;
            /** Format: int64 */
            cost_micro_usd_per_1000_characters: number;
            /** @description Whether it is only good enough to try things with. */
            draft: boolean;
            label: string;
            /** @description The languages of its voices, such as `en`; empty when it cannot be asked. */
            languages: string[];
            name: string;
            /** @description What a person must know before using it, such as the terms of a licence. */
            notice: string | null;
            privacy: components["schemas"]["Privacy"];
        };
        /** @description Which engine speaks unless a project says otherwise, and how each engine does. */
        TtsSettings: {
            /** @description The engines that speak instead when the chosen one cannot, in this order; never one that costs money. */
            fallback: string[];
            /** @description The engine; the first one that is there when null. */
            provider: string | null;
            /** @description By engine. */
            voices: {
                [key: string]: components["schemas"]["ProviderVoice"];
            };
        };
        /** @description A stored upload, and the job that looks at it. */
        Upload: {
            job: components["schemas"]["Job"];
            source_video: components["schemas"]["SourceVideo"];
        };
        /** @description The form of an upload. */
        UploadForm: {
            /**
             * Format: binary
             * @description A video: MP4, MOV, MKV, WebM, AVI or MPEG-TS.
             */
            file: string;
        };
        /** @description How variants differ beside their shots. */
        VariantsVary: {
            /** @description Each has another style of captions. */
            captions?: boolean;
            /** @description Each has another piece of the store's music. */
            music?: boolean;
            /** @description The sentences between the first and the last change their order. */
            order?: boolean;
            /** @description Each has another voice of the same engine and language. */
            voice?: boolean;
        };
        /**
         * @description Where a video will be shown.
         * @enum {string}
         */
        VideoFormat: "vertical" | "tiktok" | "instagram_reels" | "youtube_shorts" | "facebook_reels" | "instagram_story" | "square" | "landscape";
        /** @description What is done to every picture of a video. */
        VideoLook: {
            /**
             * Format: int32
             * @description How much noise is taken out.
             */
            denoise?: number;
            grade?: components["schemas"]["ColourGrade"];
            logo?: components["schemas"]["Logo"] | null;
            /**
             * Format: int32
             * @description How much edges are sharpened.
             */
            sharpen?: number;
        };
        /**
         * @description How carefully a video is encoded: draft is half the size each way, made in seconds, and not for publishing.
         * @enum {string}
         */
        VideoQuality: "draft" | "standard" | "final";
        /** @description What there is to look through a source video; each link is signed and good for an hour. */
        Viewing: {
            /** @description A small MP4 without sound. */
            proxy_url: string;
            /**
             * @description JSON: the highest level of each tenth of a second (`peaks`, 0 to 1), and the spans of silence and of sound
             *     by their level (`silences`, `sounds`, each `start_ms` and `end_ms`). Null without a sound track.
             */
            sound_url: string | null;
            sprites: components["schemas"]["SpriteSheet"];
            /** @description A JPEG of small pictures, row by row. */
            sprites_url: string;
        };
        /** @description A voice of an engine. */
        Voice: {
            /** @description Other languages that it speaks too. */
            also_speaks: string[];
            /** @description `female` or `male`, where the engine tells. */
            gender: string | null;
            /** @description What a project's voice is set to. */
            id: string;
            /** @description The language that it speaks, or the one that it speaks best, such as `en-us`. */
            language: string;
            /** @description What a person calls it. */
            name: string;
            /** @description Where a sample of it can be heard, where its makers keep one. */
            sample_url: string | null;
        };
        /** @description The files that a local voice speaks from. */
        VoiceModel: {
            /** @description The engine that speaks from it: `kokoro` or `piper`. */
            engine: string;
            /** @description Such as `kokoro-v1.0` or `en_US-lessac-medium`. */
            id: string;
            /** @description What it speaks, such as `en-us`. */
            languages: string[];
            /** @description What one may do with it. */
            licence: string;
            /** @description The page that says it. */
            licence_url: string;
            /** @description Whether whoever asks may pull, verify and remove it. */
            may_change: boolean;
            /** @description What a person calls it. */
            name: string;
            /**
             * Format: int64
             * @description How much of it is here, when it is partial.
             */
            partial_bytes: number | null;
            /** @description What is wrong with it and what to do, when it is broken. */
            problem: string | null;
            /**
             * Format: int64
             * @description The size of its files together, as far as it is known.
             */
            size_bytes: number;
            state: components["schemas"]["VoiceModelState"];
        };
        /** @description How many models can be had. */
        VoiceModelCount: {
            models: number;
        };
        /**
         * @description What is on the server's machine of a model: partial was cut off or is under way, broken is not what it must be.
         * @enum {string}
         */
        VoiceModelState: "absent" | "partial" | "present" | "broken";
        /** @description Who speaks, and how fast. */
        VoiceSettings: {
            /** @description The engine, such as `espeak-ng`. */
            provider: string;
            /**
             * Format: double
             * @description 0.5 to 2; 1 is the voice's own speed.
             */
            speed: number;
            /** @description The id of one of its voices. */
            voice: string;
        };
        /** @description How a voice is bent; an engine takes what it knows of it, and keeps its own where null. */
        VoiceTuning: {
            /**
             * Format: int32
             * @description Higher or lower, -100 to 100 Hz.
             * @default null
             */
            pitch_hz: number | null;
            /**
             * Format: int32
             * @description How closely a cloned voice is kept to its sample, 0 to 100 %.
             * @default null
             */
            similarity_percent: number | null;
            /**
             * Format: int32
             * @description From lively to even, 0 to 100 %.
             * @default null
             */
            stability_percent: number | null;
            /**
             * Format: int32
             * @description How much of the speaker's manner is exaggerated, 0 to 100 %.
             * @default null
             */
            style_percent: number | null;
            /**
             * Format: int32
             * @description Louder or softer, -100 to 100 %.
             * @default null
             */
            volume_percent: number | null;
        };
        /** @description When posts appear. */
        WhenBody: {
            /** @enum {string} */
            kind: "now";
        } | {
            /** @enum {string} */
            kind: "at";
            local: string;
        } | {
            /** @enum {string} */
            kind: "next_slot";
        } | {
            /** @description Such as `2026-12-01`. */
            first_day: string;
            /**
             * Format: int32
             * @description How far a post may be moved to either side, at most 180.
             */
            jitter_minutes?: number;
            /** @enum {string} */
            kind: "spread";
            /** @description Other times, by network. */
            network_times?: {
                [key: string]: string[];
            };
            /**
             * Format: int64
             * @description The same seed moves the same posts alike.
             */
            seed?: number;
            /** @description Times of each day, such as `09:00`. */
            times: string[];
        };
        /** @description A narration with its sentences. */
        WholeNarration: components["schemas"]["Narration"] & {
            /** @description None until it is spoken. */
            sentences: components["schemas"]["NarratedSentence"][];
        };
        /** @description What scripts would cost with a writer. */
        WriterQuote: {
            /**
             * Format: int64
             * @description The most that it can cost; null when the writer cannot write.
             */
            at_most_micro_usd: number | null;
            available: boolean;
            /** @description What makes the writer available. */
            cure: string | null;
            label: string;
            /** @description How near the limit would be afterwards; over means that it would be refused. */
            level: components["schemas"]["Level"];
            writer: string;
        };
        /** @description A script, not checked by a person. */
        WrittenScript: {
            /** @description The text of the post. */
            caption: string;
            hashtags: string[];
            /** @description The first sentence, which makes a viewer stay. */
            hook: string;
            /**
             * Format: int32
             * @description How long it is about.
             */
            length_s: number;
            /** @description Hook and sentences, as a project takes them. */
            script: string;
            /** @description What is said after it. */
            sentences: string[];
            /** @description `problem_answer`, `list_of_three`, `before_after` or `offer`. */
            structure: string;
            /** @description What stands in none of the texts that it was written from. */
            to_check: components["schemas"]["ToCheck"][];
        };
        /** @description What was written. */
        WrittenScripts: {
            /** Format: int64 */
            cost_micro_usd: number;
            /** @description What a person should know. */
            notes: string[];
            /** @description At least one, and no more than were asked for. */
            scripts: components["schemas"]["WrittenScript"][];
            /** @description Who wrote. */
            writer_label: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who calls */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description It is changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Session"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_caption_presets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptionPresets"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_captions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaptionPreviewRequest"];
            };
        };
        responses: {
            /** @description They can be drawn */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptionPreview"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_cost_entries: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CostEntry"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_cost_entries: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cost_summary: {
        parameters: {
            query?: {
                /** @description `7d`, `30d` (unless said), `90d` or `all`. */
                range?: "7d" | "30d" | "90d" | "all";
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostSummary"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_credentials: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page; never the keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Credential"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    store_credential: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                /** @description elevenlabs */
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCredential"];
            };
        };
        responses: {
            /** @description What may be told of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forget_credential: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_export_presets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportPresets"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description `went_wrong`: those that failed or died; all when absent. */
                only?: "went_wrong";
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    job_events: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /** @description The id of the last event seen */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events without an end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_job: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requeue_job: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chunk_cache: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of this store alone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChunkCache"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clear_chunk_cache: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is empty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChunkCache"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_clips: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Clip"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_clip: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clip */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_clip: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clip_captions_srt: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-subrip": string;
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clip_captions_vtt: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/vtt": string;
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_clip: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, or the part that was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": number[];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    render_clip: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenderClip"];
            };
        };
        responses: {
            /** @description The job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_projects: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Project"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_project: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            /** @description The new project */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_project: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_project: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_project: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectPatch"];
            };
        };
        responses: {
            /** @description The project as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_project_clips: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Clip"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    copy_project: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyProject"];
            };
        };
        responses: {
            /** @description The copy, in the other store */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    generate_variants: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GenerateVariants"];
            };
        };
        responses: {
            /** @description The job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_project: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanRequest"];
            };
        };
        responses: {
            /** @description The shots of each sentence */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Storyboard"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alternatives: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlannedPlace"];
            };
        };
        responses: {
            /** @description The segments; none when there is no such shot */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShotAlternatives"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_music: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Music"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_music: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["MusicForm"];
            };
        };
        responses: {
            /** @description The piece */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Music"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_music: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_pictures: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Picture"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_picture: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PictureForm"];
            };
        };
        responses: {
            /** @description The picture */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Picture"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_picture: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_profiles: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Profile"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_profile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProfile"];
            };
        };
        responses: {
            /** @description The new store */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The store */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted; its files go soon */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfilePatch"];
            };
        };
        responses: {
            /** @description The store as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    profile_dashboard: {
        parameters: {
            query?: {
                /** @description `7d`, `30d` (unless said), `90d` or `all`. */
                range?: "7d" | "30d" | "90d" | "all";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_default_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The store as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiToken"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiToken"];
            };
        };
        responses: {
            /** @description The new token, with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiToken"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_publications: {
        parameters: {
            query?: {
                /** @description Those in a state. */
                state?: string;
                /** @description Those of a clip. */
                clip_id?: string;
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Publication"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_publications: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description The job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_publications: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublicationOrderBody"];
            };
        };
        responses: {
            /** @description The plan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicationPlan"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sync_publications: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_publication: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The publication */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Publication"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_publication: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reschedule_publication: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTime"];
            };
        };
        responses: {
            /** @description The job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_publisher_accounts: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PublisherAccount"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_publishing_activity: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PublishingEvent"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_channels: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Channel"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choose_channel: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChosenAccount"];
            };
        };
        responses: {
            /** @description The channel */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    release_channel: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Another store may choose it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_channel: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelPatch"];
            };
        };
        responses: {
            /** @description The channel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_publisher_connection: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherConnection"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connect_publisher: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPublisherConnection"];
            };
        };
        responses: {
            /** @description The connection */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherConnection"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disconnect_publisher: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_publisher: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It works */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherTest"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_networks: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NetworkRules"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_chat_connection: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is connected */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatConnection"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connect_chat: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChatConnection"];
            };
        };
        responses: {
            /** @description It is stored; the test tells whether it answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatConnection"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disconnect_chat: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both are forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_chat_connection: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatTest"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write_scripts: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptRequest"];
            };
        };
        responses: {
            /** @description Nothing is stored; take one into a project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenScripts"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quote_scripts: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptBrief"];
            };
        };
        responses: {
            /** @description Nothing is spent or set aside, and no model is asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptQuote"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_segment: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_segment: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentPatch"];
            };
        };
        responses: {
            /** @description The segment as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_segment: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The segment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_source_videos: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SourceVideo"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_source_video: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            /** @description The footage, and the job that looks at it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_source_video: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source video */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceVideo"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_source_video: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_segments: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Segment"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_segment: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSegment"];
            };
        };
        responses: {
            /** @description The segment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    speech_account: {
        parameters: {
            query: {
                /** @description The engine's name, such as `elevenlabs`. */
                provider: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What its makers say */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    speech_cache: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of this store alone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeechCache"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clear_speech_cache: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is empty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeechCache"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clone_voice: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["CloneForm"];
            };
        };
        responses: {
            /** @description The voice, which can speak now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClonedVoice"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_cloned_voices: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClonedVoices"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_cloned_voice: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The voice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClonedVoice"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forget_cloned_voice: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is forgotten, by its engine too */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    generate_narration: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NarrationRequest"];
            };
        };
        responses: {
            /** @description The job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_speech_models: {
        parameters: {
            query: {
                /** @description The engine's name, such as `elevenlabs`. */
                provider: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them; none where there is no choice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SpeechModel"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_narrations: {
        parameters: {
            query?: {
                /** @description The most items to answer with: 1 to 100, 50 unless said. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Narration"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_narration: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The narration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeNarration"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_narration: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_narration: {
        parameters: {
            query: {
                /** @description `wav`, `mp3` or `m4a` for the sound, `srt` or `vtt` for captions, `json` for sentences and words. */
                format: "wav" | "mp3" | "m4a" | "srt" | "vtt" | "json";
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_voice: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description It was spoken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tts_providers: {
        parameters: {
            query?: {
                /** @description Only engines that have this language, such as `ro`. */
                language?: string;
                /** @description The most items to answer with; all come in one page. */
                limit?: number;
                /** @description There is no other page. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferred one first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TtsProvider"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quote_speech: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description Nothing is spent or set aside */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_voices: {
        parameters: {
            query: {
                /** @description The engine's name, such as `espeak-ng`. */
                provider: string;
                /** @description Only voices that speak this language, such as `ro`. */
                language?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Voice"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_voice_models: {
        parameters: {
            query?: {
                /** @description Only those of an engine: `kokoro` or `piper`. */
                engine?: string;
                /** @description Only those that speak a language, such as `ro` or `en-gb`. */
                language?: string;
                /** @description The most items to answer with; all come in one page. */
                limit?: number;
                /** @description There is no other page. */
                cursor?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by engine and id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VoiceModel"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh_voice_models: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many can be had now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceModelCount"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_voice_model: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pull_voice_model: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
                /**
                 * @description 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
                 *     body the request is refused.
                 */
                "Idempotency-Key"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_voice_model: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceModel"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It lives */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it needs is there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_speech: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpeechRequest"];
            };
        };
        responses: {
            /** @description The sound; the first sentence of wav and pcm comes early */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/mpeg": number[];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_speech_voices: {
        parameters: {
            query?: {
                /** @description An engine's name; the voices of every engine that is ready when absent. */
                model?: string;
            };
            header: {
                /** @description The id of the store in which the request works; a token of a store names it by itself. */
                "X-Profile-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of every engine that is ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeechVoices"];
                };
            };
            /** @description A problem; its code tells which */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
