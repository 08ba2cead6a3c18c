//! Proofs of Supabase: signed tokens that are good, and attacks with some that are not.

use std::{
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use actix_web::{App, HttpResponse, HttpServer, dev::ServerHandle, rt, web};
use aws_lc_rs::{
    encoding::AsDer as _,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::UserId;
use identity_supabase::{Supabase, SupabaseKeys};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use studio::SignInBy;

use crate::factory::{Factory, problem};

const SECRET: &str = "a secret that both sides know, of 32 bytes at least";
const ISSUER: &str = "https://project.supabase.example/auth/v1";

async fn opened(keys: SupabaseKeys) -> Factory {
    let supabase = Supabase::new(keys, ISSUER.to_owned()).unwrap();
    Factory::opened(SignInBy::Provider(Arc::new(supabase)), false).await
}

fn claims(factory: &Factory, user: UserId) -> Value {
    use domain::Clock as _;
    let now = factory.clock.now().timestamp();
    json!({ "iss": ISSUER, "aud": "authenticated", "exp": now + 3600, "iat": now, "sub": user, "email": "ana@example.com" })
}

fn hs256(claims: &Value) -> String {
    encode(&Header::new(Algorithm::HS256), claims, &EncodingKey::from_secret(SECRET.as_bytes())).unwrap()
}

async fn ask(factory: &Factory, proof: &str) -> Response {
    factory.request(Method::GET, "/api/v1/profiles").bearer_auth(proof).send().await.unwrap()
}

async fn refused(factory: &Factory, proof: &str) {
    problem(ask(factory, proof).await, 401, "token_refused").await;
}

/// Changes one claim; null takes it away.
fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    let fields = claims.as_object_mut().unwrap();
    if value.is_null() {
        fields.remove(name)
    } else {
        fields.insert(name.to_owned(), value)
    };
    claims
}

/// A key pair with its public half as a JWK.
struct Signer {
    key: EncodingKey,
    algorithm: Algorithm,
    kid: &'static str,
}

impl Signer {
    fn ec(kid: &'static str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let key = EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref());
        Self { key, algorithm: Algorithm::ES256, kid }
    }

    fn rsa(kid: &'static str) -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let pkcs8 = pair.as_der().unwrap();
        // What comes before the key itself (PKCS #1) in a PKCS #8 of this size.
        let key = EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..]);
        Self { key, algorithm: Algorithm::RS256, kid }
    }

    fn jwk(&self) -> Value {
        let mut jwk = Jwk::from_encoding_key(&self.key, self.algorithm).unwrap();
        jwk.common.key_id = Some(self.kid.to_owned());
        serde_json::to_value(jwk).unwrap()
    }

    fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.kid.to_owned());
        encode(&header, claims, &self.key).unwrap()
    }
}

/// A server that publishes keys, and counts how often it is asked.
struct Publisher {
    keys: Arc<Mutex<Option<Value>>>,
    asked: Arc<AtomicUsize>,
    address: String,
    handle: ServerHandle,
}

impl Publisher {
    fn open(keys: &[Value]) -> Self {
        let keys = Arc::new(Mutex::new(Some(json!({ "keys": keys }))));
        let asked = Arc::new(AtomicUsize::new(0));
        let (told, counted) = (keys.clone(), asked.clone());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/jwks.json", listener.local_addr().unwrap());
        let server = HttpServer::new(move || {
            let (told, counted) = (told.clone(), counted.clone());
            App::new().default_service(web::to(move || {
                counted.fetch_add(1, Ordering::Relaxed);
                let told = told.lock().unwrap().clone();
                async move {
                    match told {
                        Some(keys) => HttpResponse::Ok().json(keys),
                        None => HttpResponse::InternalServerError().finish(),
                    }
                }
            }))
        });
        let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
        let handle = server.handle();
        rt::spawn(server);
        Self { keys, asked, address, handle }
    }

    fn tell(&self, keys: Option<&[Value]>) {
        *self.keys.lock().unwrap() = keys.map(|keys| json!({ "keys": keys }));
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    async fn close(self) {
        self.handle.stop(false).await;
    }
}

#[actix_web::test]
async fn whoever_brings_a_proof_is_a_user_with_a_store_from_the_first_time_on() {
    let factory = opened(SupabaseKeys::Secret(SECRET.to_owned())).await;
    let user = UserId::new();
    let proof = hs256(&claims(&factory, user));
    let mut stores = Vec::new();
    for _ in 0..2 {
        let list: Value = ask(&factory, &proof).await.json().await.unwrap();
        let [store] = list["items"].as_array().unwrap().as_slice() else { panic!("{list}") };
        assert_eq!(store["is_default"], true);
        stores.push(store["id"].clone());
    }
    assert_eq!(stores[0], stores[1]);
    let me = factory.request(Method::GET, "/api/v1/auth/me");
    let known: Value =
        me.try_clone().unwrap().bearer_auth(&proof).send().await.unwrap().json().await.unwrap();
    assert_eq!(known, json!({ "mode": "supabase", "user_id": user, "email": "ana@example.com" }));
    let nobody: Value = me.send().await.unwrap().json().await.unwrap();
    assert_eq!(nobody, json!({ "mode": "supabase", "user_id": null, "email": null }));
    let jobs = |profile: &str| {
        factory
            .request(Method::GET, "/api/v1/jobs")
            .bearer_auth(&proof)
            .header("X-Profile-Id", profile.to_owned())
            .send()
    };
    assert_eq!(jobs(stores[0].as_str().unwrap()).await.unwrap().status(), 200);
    problem(jobs(&factory.profile()).await.unwrap(), 404, "profile_not_found").await;
    // A token of a store works beside; passwords and the local user do not.
    let (_id, secret) = factory.token(&factory.ctx).await;
    let program = factory.request(Method::GET, "/api/v1/jobs").bearer_auth(&secret).send().await.unwrap();
    assert_eq!(program.status(), 200);
    problem(factory.login("ana@example.com", "some plain words").await, 409, "sign_in_elsewhere").await;
    let nobody = factory.request(Method::GET, "/api/v1/profiles").send().await.unwrap();
    problem(nobody, 401, "sign_in_required").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_proof_with_a_wrong_claim_is_refused() {
    let factory = opened(SupabaseKeys::Secret(SECRET.to_owned())).await;
    let users = factory.database.rows_of_none().await;
    let good = claims(&factory, UserId::new());
    let now = good["iat"].as_i64().unwrap();
    for (name, value) in [
        ("iss", json!("https://other.supabase.example/auth/v1")),
        ("iss", Value::Null),
        ("aud", json!("anon")),
        ("aud", json!(["anon", "service_role"])),
        ("aud", Value::Null),
        ("exp", json!(now - 31)),
        ("exp", Value::Null),
        ("exp", json!("never")),
        ("nbf", json!(now + 3600)),
        ("sub", json!("ana")),
        ("sub", json!("")),
        ("sub", json!("00000000-0000-0000-0000-000000000001")),
        ("sub", Value::Null),
    ] {
        refused(&factory, &hs256(&with(&good, name, value))).await;
    }
    assert_eq!(factory.database.rows_of_none().await, users);
    assert_eq!(ask(&factory, &hs256(&with(&good, "aud", json!(["authenticated"])))).await.status(), 200);
    let proof = hs256(&good);
    assert_eq!(ask(&factory, &proof).await.status(), 200);
    factory.clock.pass(TimeDelta::hours(1) + TimeDelta::seconds(31));
    refused(&factory, &proof).await;
    factory.close().await;
}

#[actix_web::test]
async fn a_proof_that_was_changed_or_signed_otherwise_is_refused() {
    let factory = opened(SupabaseKeys::Secret(SECRET.to_owned())).await;
    let good = claims(&factory, UserId::new());
    let proof = hs256(&good);
    let [header, body, signature] = proof.split('.').collect::<Vec<_>>().try_into().unwrap();
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let none = part(&json!({ "alg": "none", "typ": "JWT" }));
    let other_user = part(&with(&good, "sub", json!(UserId::new())));
    let hs512 =
        encode(&Header::new(Algorithm::HS512), &good, &EncodingKey::from_secret(SECRET.as_bytes())).unwrap();
    let other_secret =
        encode(&Header::new(Algorithm::HS256), &good, &EncodingKey::from_secret(&[7; 32])).unwrap();
    for forged in [
        format!("{none}.{body}."),
        format!("{none}.{body}.{signature}"),
        format!("{header}.{other_user}.{signature}"),
        format!("{header}.{body}."),
        format!("{header}.{body}"),
        format!("{proof}.x"),
        hs512,
        other_secret,
        Signer::ec("k").sign(&good),
        "x".repeat(20_000),
    ] {
        refused(&factory, &forged).await;
    }
    assert_eq!(ask(&factory, &proof).await.status(), 200);
    factory.close().await;
}

#[actix_web::test]
async fn published_keys_recognise_what_they_signed_and_nothing_else() {
    let (ec, rsa, stranger) = (Signer::ec("ec"), Signer::rsa("rsa"), Signer::ec("ec"));
    let mixed = [json!({ "kty": "new", "kid": "odd" }), ec.jwk(), rsa.jwk()];
    let publisher = Publisher::open(&mixed);
    let factory = opened(SupabaseKeys::Published(publisher.address.clone())).await;
    let good = claims(&factory, UserId::new());
    assert_eq!(ask(&factory, &ec.sign(&good)).await.status(), 200);
    assert_eq!(ask(&factory, &rsa.sign(&good)).await.status(), 200);
    // The public key as if it were the secret of HS256: as JSON, and as the point itself.
    let jwk = ec.jwk();
    let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point: Vec<u8> = [vec![4], coordinate("x"), coordinate("y")].concat();
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("ec".to_owned());
    for secret in [jwk.to_string().into_bytes(), point] {
        refused(&factory, &encode(&header, &good, &EncodingKey::from_secret(&secret)).unwrap()).await;
    }
    // Another key under a known name, a key under the other's name, a key that the token itself brings, no name.
    refused(&factory, &stranger.sign(&good)).await;
    refused(&factory, &Signer { kid: "ec", ..Signer::rsa("rsa") }.sign(&good)).await;
    let mut own_key = Header::new(Algorithm::ES256);
    own_key.kid = Some("ec".to_owned());
    own_key.jwk = Some(serde_json::from_value(stranger.jwk()).unwrap());
    refused(&factory, &encode(&own_key, &good, &stranger.key).unwrap()).await;
    refused(&factory, &encode(&Header::new(Algorithm::ES256), &good, &ec.key).unwrap()).await;
    refused(&factory, &hs256(&good)).await;
    refused(&factory, &ec.sign(&with(&good, "iss", json!("https://evil.example")))).await;
    assert_eq!(publisher.asked(), 1);
    publisher.close().await;
    factory.close().await;
}

#[actix_web::test]
async fn keys_are_fetched_for_an_unknown_name_and_not_too_often() {
    let (old, new) = (Signer::ec("old"), Signer::ec("new"));
    let publisher = Publisher::open(&[old.jwk()]);
    let factory = opened(SupabaseKeys::Published(publisher.address.clone())).await;
    let good = with(&claims(&factory, UserId::new()), "exp", json!(4_000_000_000_i64));
    assert_eq!(ask(&factory, &old.sign(&good)).await.status(), 200);
    publisher.tell(Some(&[new.jwk()]));
    // Whoever invents names does not make us ask each time.
    for _ in 0..3 {
        refused(&factory, &new.sign(&good)).await;
    }
    assert_eq!(publisher.asked(), 1);
    factory.clock.pass(TimeDelta::seconds(30));
    assert_eq!(ask(&factory, &new.sign(&good)).await.status(), 200);
    refused(&factory, &old.sign(&good)).await;
    assert_eq!(publisher.asked(), 2);
    // The provider is away: known keys go on for a while.
    publisher.tell(None);
    factory.clock.pass(TimeDelta::minutes(11));
    assert_eq!(ask(&factory, &new.sign(&good)).await.status(), 200);
    factory.clock.pass(TimeDelta::minutes(60));
    problem(ask(&factory, &new.sign(&good)).await, 503, "identity_unavailable").await;
    publisher.tell(Some(&[new.jwk()]));
    factory.clock.pass(TimeDelta::seconds(30));
    assert_eq!(ask(&factory, &new.sign(&good)).await.status(), 200);
    publisher.close().await;
    factory.close().await;
}
