//! A list of 50 projects over HTTP: one client with a connection that stays open, and a crowd.

use std::{
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{PageRequest, ProfileContext, ProjectStore as _};
use store_postgres::Postgres;

use crate::{
    Outcome,
    figures::{Times, head, ms, note, row, say},
    http::Client,
    place::{Place, Tenants},
    process::{self, Server},
};

const PATH: &str = "/api/v1/library/projects?limit=50";
const REQUESTS: usize = 3000;
const WARM_UP: usize = 200;
const CROWD_SECONDS: u64 = 15;

/// Measures lists through the program's own server.
pub(crate) async fn measure(place: &Place, program: &Path) -> Outcome<()> {
    let store = Arc::new(place.store()?);
    let tenants = Tenants::read(&store).await?;
    let deep = deep_page(&store, &tenants.hot).await?;
    drop(store);
    let server = Server::start(program, place.folder())?;
    say("\n### A list of 50 projects over HTTP, among 1.1 million projects of 10,000 profiles");
    let measured = one_client(server.address, &tenants, &deep)
        .and_then(|()| crowds(place.folder(), server.address, &tenants));
    let stopped = server.stop();
    measured.and(stopped)
}

/// Follows the hot profile's list for 300 pages and returns the path of the next one.
async fn deep_page(store: &Postgres, hot: &ProfileContext) -> Outcome<String> {
    let mut after = None;
    for _ in 0..300 {
        after = store.list(hot, &PageRequest::new(100, after)).await?.next;
    }
    Ok(format!("{PATH}&cursor={}", after.ok_or("the hot profile has too few projects")?))
}

fn one_client(address: SocketAddr, tenants: &Tenants, deep: &str) -> Outcome<()> {
    let mut client = Client::connect(address)?;
    let hot = tenants.hot.profile();
    let first = |_| (PATH.to_owned(), hot);
    let page: serde_json::Value = serde_json::from_slice(client.get(PATH, hot)?)?;
    let items = page.get("items").and_then(serde_json::Value::as_array).map_or(0, Vec::len);
    if items != 50 {
        return Err(format!("the list has {items} projects and not 50").into());
    }
    head(&["one client, connection kept", "p50", "p95", "p99"]);
    client.many(WARM_UP, first)?;
    print("hot profile (100,100 projects), first page", &client.many(REQUESTS, first)?);
    print("hot profile, after 30,000 projects", &client.many(REQUESTS, |_| (deep.to_owned(), hot))?);
    let random = |n| (PATH.to_owned(), tenants.other(n).profile());
    client.many(WARM_UP, random)?;
    print("random profiles (100 projects each)", &client.many(REQUESTS, random)?);
    Ok(())
}

fn print(name: &str, times: &Times) {
    row(&[name.into(), ms(times.percentile(50)), ms(times.percentile(95)), ms(times.percentile(99))]);
}

/// The script asks as one of the profiles at random and prints what wrk itself does not: the 95th percentile.
fn script(profiles: &[ProfileContext]) -> String {
    let ids: Vec<String> = profiles.iter().map(|ctx| format!("\"{}\"", ctx.profile())).collect();
    format!(
        "local ids = {{ {} }}\n\
         function request() return wrk.format('GET', nil, {{ ['X-Profile-Id'] = ids[math.random(#ids)] }}) end\n\
         function done(summary, latency)\n\
         local e = summary.errors\n\
         io.write(string.format('bench %d %d %d %d %d %d\\n', latency:percentile(50), latency:percentile(95),\n\
         latency:percentile(99), summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))\n\
         end\n",
        ids.join(", ")
    )
}

fn crowds(folder: &Path, address: SocketAddr, tenants: &Tenants) -> Outcome<()> {
    head(&["crowd", "connections", "requests/s", "p50", "p95", "p99"]);
    let hot = std::slice::from_ref(&tenants.hot);
    for (name, profiles) in [("hot profile", hot), ("random profiles", tenants.others.as_slice())] {
        for connections in [16, 64] {
            let file = folder.join("crowd.lua");
            std::fs::write(&file, script(profiles))?;
            let url = format!("http://{address}{PATH}");
            let cells = match process::wrk(connections, CROWD_SECONDS, &file, &url)? {
                Some(printed) => cells_of(&printed)?,
                None => own_crowd(address, connections, profiles)?,
            };
            row(&[vec![name.to_owned(), connections.to_string()], cells].concat());
        }
    }
    Ok(())
}

/// Reads the line of the script: microseconds, and the number of requests.
fn cells_of(printed: &str) -> Outcome<Vec<String>> {
    let line =
        printed.lines().find_map(|line| line.strip_prefix("bench ")).ok_or("wrk printed no figures")?;
    let numbers = line.split_whitespace().map(str::parse).collect::<Result<Vec<f64>, _>>()?;
    let [p50, p95, p99, requests, duration, errors] = numbers.as_slice() else {
        return Err(format!("wrk printed {line}").into());
    };
    if *errors > 0.0 {
        return Err(format!("{errors} of {requests} requests of wrk failed").into());
    }
    let mut cells = vec![format!("{:.0}", requests / duration * 1e6)];
    cells.extend([p50, p95, p99].map(|us| ms(us / 1000.0)));
    Ok(cells)
}

/// Stands in for `wrk` where it is not installed: a thread for each connection.
fn own_crowd(address: SocketAddr, connections: usize, profiles: &[ProfileContext]) -> Outcome<Vec<String>> {
    note("wrk is not installed: own threads ask instead");
    let began = Instant::now();
    let time = Duration::from_secs(CROWD_SECONDS);
    let one = |thread: usize| -> Outcome<Times> {
        let mut client = Client::connect(address)?;
        let mut all = Times::default();
        while began.elapsed() < time {
            let place = (thread + all.count() * 7919) % profiles.len().max(1);
            let ctx = profiles.get(place).ok_or("there are no profiles")?;
            all.append(client.many(1, |_| (PATH.to_owned(), ctx.profile()))?);
        }
        Ok(all)
    };
    let mut all = Times::default();
    std::thread::scope(|threads| {
        let one = &one;
        let running: Vec<_> = (0..connections).map(|n| threads.spawn(move || one(n))).collect();
        for thread in running {
            all.append(thread.join().map_err(|_panic| "a client panicked")??);
        }
        Outcome::Ok(())
    })?;
    let rate = f64::from(u32::try_from(all.count())?) / began.elapsed().as_secs_f64();
    let mut cells = vec![format!("{rate:.0} (own threads)")];
    cells.extend([50, 95, 99].map(|percent| ms(all.percentile(percent))));
    Ok(cells)
}
