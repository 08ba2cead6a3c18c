//! `demo`: two sample stores, a finished video of each.

use domain::NewProfile;

use crate::{
    cli::DemoArgs,
    config::Settings,
    deliver::Place,
    factory::Factory,
    failure::Failure,
    line::{Made, Order, produce},
    make, output,
    sample::{self, CANDLES, STUDIO, Sample},
    stop::Stop,
    work,
};

struct DemoStore {
    name: &'static str,
    description: &'static str,
    colour: &'static str,
    icon: &'static str,
    video: &'static str,
    script: &'static str,
    voice: &'static str,
    footage: &'static [Sample],
}

const STORES: [DemoStore; 2] = [
    DemoStore {
        name: "Lumina Candles",
        description: "Hand-poured candles of soy wax.",
        colour: "#c2571a",
        icon: "🕯️",
        video: "Sixty hours of light",
        script: "Meet the candle that lasts sixty hours. Poured by hand, from pure soy wax. \
            It smells of orange peel and fresh cedar. Light it tonight, and the whole room slows down. \
            Lumina Candles: bring the evening home.",
        voice: "en-us",
        footage: &CANDLES,
    },
    DemoStore {
        name: "Atelier Brașov",
        description: "Ceramică și țesături lucrate de mână.",
        colour: "#087e8b",
        icon: "🏺",
        video: "Lucrate de mână la Brașov",
        script: "Fiecare farfurie își are povestea ei. O modelăm, o pictăm și o ardem în atelierul nostru din Brașov. \
            Țesăturile sunt lucrate la război, fir cu fir. Culorile vin din munți, din pădure și din apă. \
            Alege astăzi piesa ta, și îți ajunge acasă în trei zile.",
        voice: "ro",
        footage: &STUDIO,
    },
];

/// Makes a video for each sample store and tells where everything is.
pub(crate) async fn demo(settings: &Settings, args: DemoArgs) -> Result<(), Failure> {
    let out = make::out_folder(&args.out.unwrap_or_else(|| settings.data_dir.join("demo")))?;
    let stop = Stop::listen()?;
    let factory = make::open(settings).await?;
    let all = async {
        let mut all = Vec::with_capacity(STORES.len());
        for store in &STORES {
            output::note(&format!("\n{}", store.name));
            let place = Place { folder: out.clone(), overwrite: false };
            all.push(one(&factory, settings, &stop, store, place).await?);
        }
        Ok::<Vec<Made>, Failure>(all)
    };
    let all = work::with_worker(&factory, settings, all).await;
    let closed = factory.close().await;
    tell(settings, &all?);
    closed
}

async fn one(
    factory: &Factory,
    settings: &Settings,
    stop: &Stop,
    store: &DemoStore,
    place: Place,
) -> Result<Made, Failure> {
    let mut footage = Vec::with_capacity(store.footage.len());
    let folder = factory.folder.samples();
    for sample in store.footage {
        footage.push(tokio::select! {
            made = sample::make(settings, &folder, sample) => made?,
            () = stop.wait() => return Err(Failure::Stopped),
        });
    }
    let order = Order {
        store: NewProfile::parse(store.name, store.description, store.colour, store.icon)
            .map_err(Failure::input)?,
        footage,
        reuse_footage: true,
        name: store.video.to_owned(),
        script: store.script.to_owned(),
        voice: store.voice.parse().map_err(Failure::input)?,
        variants: 1,
        place,
    };
    produce(factory, stop, &order).await
}

fn tell(settings: &Settings, all: &[Made]) {
    output::note(
        "\nThe finished videos, each with captions (.srt, .vtt), a picture (.jpg) and its recipe (.recipe.json):",
    );
    for made in all {
        make::print(made);
    }
    output::note("\nThe stores' pages; ./start-dev.sh shows them:");
    for made in all {
        output::result(&format!("http://127.0.0.1:{}/p/{}/library", settings.page_port, made.profile));
    }
}
