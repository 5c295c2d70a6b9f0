use super::*;
use geo_types::{Point, polygon};
use parkward_geometry::distance_between;

const JINSHAN: Point<f64> = Point(geo_types::Coord { x: 121.34, y: 30.74 });

fn there_and_back(crs: &str) -> Point<f64> {
    let transformer = parse(crs).unwrap().transformer().unwrap();
    let drawn = transformer.from_wgs84(&JINSHAN).unwrap();
    let back = transformer.to_wgs84(&drawn).unwrap();
    assert!(distance_between(back, JINSHAN).0 < 1e-3, "{crs}: {back:?}");
    drawn
}

#[test]
fn names_are_read_in_every_spelling() {
    for name in ["gcj02", "GCJ02", "GCJ-02", "gcj_02", " Gcj-02 ", "bd09", "BD-09", "BD09LL"] {
        assert!(parse(name).unwrap().is_obfuscated(), "{name}");
    }
    for name in ["EPSG:4549", "epsg:4549", "4549", "+init=epsg:4549"] {
        let crs = parse(name).unwrap();
        assert_eq!((crs.epsg(), crs.is_wgs84()), (Some(4549), false), "{name}");
        let drawn = crs.transformer().unwrap().from_wgs84(&JINSHAN).unwrap();
        assert_eq!(drawn, there_and_back("EPSG:4549"), "{name}");
    }
    for name in ["EPSG:4326", "4326", "WGS 84", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
        assert!(parse(name).unwrap().is_wgs84(), "{name}");
    }
    assert_eq!(parse(" 4549").unwrap().to_string(), "4549");
}

#[test]
fn cgcs2000_is_not_taken_for_a_missing_shift() {
    assert!(parse("EPSG:4490").unwrap().is_wgs84());
    assert!(parse("CGCS2000").unwrap().is_wgs84());
    let central_meridian = there_and_back("EPSG:4549");
    let zone = there_and_back("EPSG:4528");
    assert!((zone.x() - central_meridian.x() - 40_000_000.0).abs() < 1e-3);
    assert!((620_000.0..640_000.0).contains(&central_meridian.x()), "{central_meridian:?}");
    assert!((3_390_000.0..3_420_000.0).contains(&central_meridian.y()), "{central_meridian:?}");
    // The prj file that ArcGIS writes.
    there_and_back(
        r#"PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",
        DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],
        UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],
        PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],
        PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#,
    );
}

#[test]
fn other_systems_are_proj_s() {
    there_and_back("EPSG:3857");
    there_and_back("EPSG:32651");
    there_and_back("+proj=tmerc +lat_0=31.2352 +lon_0=121.4648 +k=1 +x_0=0 +y_0=0 +ellps=GRS80");
    there_and_back("+proj=tmerc +lat_0=31.2352 +lon_0=121.4648 +datum=WGS84 +units=m +type=crs");
}

#[test]
fn a_datum_without_parameters_is_refused() {
    let krasovsky = "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +ellps=krass";
    let wkt = r#"GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,
        298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
    for crs in [
        "EPSG:4214",
        "EPSG:2437",
        "EPSG:4610",
        "EPSG:2364",
        "EPSG:4555",
        "+proj=longlat +ellps=krass",
        krasovsky,
        wkt,
    ] {
        let error = parse(crs).unwrap_err();
        assert!(matches!(error, CrsError::NeedsParameters { .. }), "{crs}: {error}");
        assert!(error.to_string().contains("+towgs84"), "{error}");
    }
}

#[test]
fn a_datum_with_parameters_is_taken() {
    let shifted = "+proj=longlat +ellps=krass +towgs84=15.8,-154.4,-82.3";
    let drawn = there_and_back(shifted);
    assert!(distance_between(drawn, JINSHAN).0 > 50.0);
    there_and_back(
        r#"GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3],
        TOWGS84[15.8,-154.4,-82.3,0,0,0,0]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#,
    );
}

#[test]
fn a_shift_is_not_used_beyond_its_region() {
    // NAD27 has shifts for North America; in Shanghai PROJ would silently apply none.
    let nad27 = parse("EPSG:4267").unwrap().transformer().unwrap();
    assert!(nad27.to_wgs84(&Point::new(-100.0, 40.0)).is_ok());
    let error = nad27.to_wgs84(&JINSHAN).unwrap_err();
    assert!(matches!(error, CrsError::NeedsParameters { .. }), "{error}");
    // Hu Tzu Shan 1950 has one shift, for Taiwan, which PROJ applies anywhere.
    let taiwan = parse("EPSG:4236").unwrap().transformer().unwrap();
    assert!(taiwan.to_wgs84(&Point::new(121.0, 24.0)).is_ok());
    let error = taiwan.to_wgs84(&JINSHAN).unwrap_err();
    assert!(matches!(error, CrsError::NotAPosition { .. }), "{error}");
}

#[test]
fn unknown_text_says_what_to_write() {
    for text in
        ["", "hello", "EPSG:99999", "+proj=nonsense", "EPSG:4549 and more", "a\0b", "EPSG:5773"]
    {
        let error = parse(text).unwrap_err();
        assert!(matches!(error, CrsError::Unknown { .. }), "{text}: {error}");
        assert!(error.to_string().contains("EPSG:4549"), "{error}");
    }
}

#[test]
fn what_is_not_a_position_is_an_error_that_names_it() {
    for crs in ["EPSG:4326", "EPSG:4549", "gcj02", "bd09"] {
        let transformer = parse(crs).unwrap().transformer().unwrap();
        for (x, y) in [(f64::NAN, 30.0), (121.0, f64::INFINITY), (1e300, 1e300)] {
            let error = transformer.to_wgs84(&Point::new(x, y)).unwrap_err();
            assert!(matches!(error, CrsError::NotAPosition { .. }), "{crs} {x} {y}: {error}");
        }
    }
    let swapped =
        Crs::wgs84().transformer().unwrap().to_wgs84(&Point::new(30.7, 121.3)).unwrap_err();
    assert!(swapped.to_string().contains("swapped"), "{swapped}");
}

#[test]
fn boundaries_convert_like_points() {
    let transformer = parse("EPSG:4549").unwrap().transformer().unwrap();
    let square = polygon![(x: 121.0, y: 30.7), (x: 121.1, y: 30.7), (x: 121.1, y: 30.8)];
    let boundary = geo_types::MultiPolygon(vec![square]);
    let projected = transformer.from_wgs84(&boundary).unwrap();
    let alone = |c: &geo_types::Coord<f64>| transformer.from_wgs84(&Point(*c)).unwrap();
    let points: Vec<Point<f64>> = boundary.0[0].exterior().coords().map(alone).collect();
    let vertices: Vec<_> = projected.0[0].exterior().coords().map(|c| Point(*c)).collect();
    assert_eq!(vertices, points);
    assert!((transformer.to_wgs84(&points[1]).unwrap().x() - 121.1).abs() < 1e-9);
}

#[test]
fn a_crs_may_cross_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Crs>();
}

#[test]
fn metres_are_told_from_degrees() {
    for (crs, projected) in [
        ("EPSG:4326", false),
        ("EPSG:4490", false),
        ("gcj02", false),
        ("EPSG:4549", true),
        ("EPSG:4528", true),
        ("EPSG:3857", true),
        ("EPSG:32651", true),
    ] {
        let transformer = parse(crs).unwrap().transformer().unwrap();
        assert_eq!(transformer.is_projected(), projected, "{crs}");
    }
}

/// A local CRS, as CAD programs write it, made PROJ's binding panic.
#[test]
fn a_local_crs_is_refused_by_its_name() {
    for text in [
        r#"LOCAL_CS["Unknown",UNIT["Meter",1.0]]"#,
        r#"LOCAL_CS["site grid",LOCAL_DATUM["site",32767],UNIT["metre",1],AXIS["E",EAST],AXIS["N",NORTH]]"#,
        r#"ENGCRS["site",EDATUM["site"],CS[Cartesian,2],AXIS["e",east],AXIS["n",north],LENGTHUNIT["metre",1]]"#,
    ] {
        let error = parse(text).unwrap_err();
        assert!(matches!(error, CrsError::Local { .. }), "{text}: {error}");
        assert!(error.to_string().contains("set crs"), "{error}");
    }
    for text in ["EPSG:5800", "ESRI:104905", "EPSG:5773", "EPSG:9999999999"] {
        assert!(parse(text).is_err(), "{text}");
    }
}

/// Xian 1980 was told to be on the ellipsoid of Krasovsky, which is Beijing 1954's.
#[test]
fn the_hint_names_the_ellipsoid_of_the_datum() {
    for crs in ["EPSG:2364", "EPSG:4610", "Xian 1980"] {
        let error = parse(crs).unwrap_err().to_string();
        assert!(error.contains("+a=6378140 +rf=298.257") && !error.contains("krass"), "{error}");
    }
    for crs in ["EPSG:2437", "EPSG:4214", "EPSG:4555"] {
        assert!(parse(crs).unwrap_err().to_string().contains("+ellps=krass"), "{crs}");
    }
}

/// Surveyors' axes, X north, were taken for a place in the Pacific.
#[test]
fn axes_that_only_make_sense_swapped_are_seen() {
    let swapped = |crs: &str, x: f64, y: f64| {
        let transformer = parse(crs).unwrap().transformer().unwrap();
        let on_globe = transformer.to_wgs84(&Point::new(x, y)).ok().map(|point| point.0);
        transformer.seems_swapped(geo_types::Coord { x, y }, on_globe)
    };
    let local = "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +ellps=GRS80";
    for (crs, north, east) in [
        ("EPSG:4549", 3_414_000.0, 605_000.0),
        ("EPSG:4528", 3_414_000.0, 40_605_000.0),
        ("EPSG:4504", 4_855_000.0, 550_000.0), // Urumqi
        ("EPSG:32651", 3_414_000.0, 320_000.0),
        (local, 3_414_000.0, 605_000.0),
        ("EPSG:4326", 43.8, 87.6),
        ("EPSG:4490", 39.5, 75.9),
        ("gcj02", 43.8, 87.6),
    ] {
        assert!(swapped(crs, north, east), "{crs}: {north} {east}");
        assert!(!swapped(crs, east, north), "{crs}: {east} {north}");
    }
    // Tokyo in the zone of Osaka, whose origin is 0, 0: either way it lies three degrees out of the zone.
    for (east, north) in [(369_132.3, 3_914.5), (363_334.1, 29_363.2), (355_000.0, -40_000.0)] {
        assert!(!swapped("EPSG:30166", east, north), "{east} {north}");
    }
}
