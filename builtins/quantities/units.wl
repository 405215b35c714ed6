(* units.wl - the table of units and what a unit specification means: canonical names, dimensions, factors to the SI base.

   Exact values are those of the SI brochure (9th edition, 2019), of the international yard and pound agreement (1959) and of IAU resolution
   B2 (2012); measured constants are CODATA 2018. Each row is {name, factor, what the factor multiplies, symbol}. *)

$rows = {
  (* length *)
  {"Feet", 3048/10000, "Meters", "ft"}, {"Inches", 254/10000, "Meters", "in"}, {"Yards", 9144/10000, "Meters", "yd"},
  {"Miles", 1609344/1000, "Meters", "mi"}, {"NauticalMiles", 1852, "Meters", "nmi"}, {"Angstroms", 10^-10, "Meters", "\[Angstrom]"},
  {"Microns", 10^-6, "Meters", "\[Mu]m"}, {"AstronomicalUnit", 149597870700, "Meters", "au"}, {"LightYears", 9460730472580800, "Meters", "ly"},
  {"Parsecs", 149597870700*648000/Pi, "Meters", "pc"}, {"Fathoms", 18288/10000, "Meters", "ftm"}, {"Furlongs", 201168/1000, "Meters", "fur"},
  {"Chains", 201168/10000, "Meters", "ch"}, {"Rods", 50292/10000, "Meters", "rd"}, {"Leagues", 3*1609344/1000, "Meters", "lea"},
  {"Mils", 254/10^7, "Meters", "mil"}, {"Points", 254/720000, "Meters", "pt"}, {"Picas", 254/60000, "Meters", "pica"},
  {"Fermis", 10^-15, "Meters", "fm"}, {"BohrRadius", 5.29177210903*^-11, "Meters", "a0"}, {"Hands", 1016/10000, "Meters", "hand"},
  (* area and volume *)
  {"Acres", 40468564224/10^7, "Meters"^2, "ac"}, {"Hectares", 10^4, "Meters"^2, "ha"}, {"Ares", 100, "Meters"^2, "a"}, {"Barns", 10^-28, "Meters"^2, "b"},
  {"Liters", 10^-3, "Meters"^3, "L"}, {"Gallons", 3785411784/10^12, "Meters"^3, "gal"}, {"Quarts", 946352946/10^12, "Meters"^3, "qt"},
  {"Pints", 473176473/10^12, "Meters"^3, "pt"}, {"Cups", 2365882365/10^13, "Meters"^3, "c"}, {"FluidOunces", 295735295625/10^16, "Meters"^3, "fl oz"},
  {"Tablespoons", 1478676478125/10^17, "Meters"^3, "tbsp"}, {"Teaspoons", 492892159375/10^17, "Meters"^3, "tsp"},
  {"Barrels", 158987294928/10^12, "Meters"^3, "bbl"}, {"ImperialGallons", 454609/10^8, "Meters"^3, "gal"}, {"ImperialPints", 56826125/10^11, "Meters"^3, "pt"},
  (* mass *)
  {"Grams", 10^-3, "Kilograms", "g"}, {"MetricTons", 1000, "Kilograms", "t"}, {"Pounds", 45359237/10^8, "Kilograms", "lb"},
  {"Ounces", 45359237/16/10^8, "Kilograms", "oz"}, {"Stones", 635029318/10^8, "Kilograms", "st"}, {"ShortTons", 90718474/10^5, "Kilograms", "sh tn"},
  {"LongTons", 10160469088/10^7, "Kilograms", "lt"}, {"Grains", 6479891/10^11, "Kilograms", "gr"}, {"Carats", 2/10^4, "Kilograms", "ct"},
  {"TroyOunces", 311034768/10^10, "Kilograms", "oz t"}, {"Slugs", 45359237*980665/10^13*10000/3048, "Kilograms", "slug"},
  {"AtomicMassUnit", 1.66053906660*^-27, "Kilograms", "u"}, {"Daltons", 1.66053906660*^-27, "Kilograms", "Da"},
  {"ElectronMass", 9.1093837015*^-31, "Kilograms", "me"}, {"ProtonMass", 1.67262192369*^-27, "Kilograms", "mp"},
  {"SolarMass", 1.98841*^30, "Kilograms", "M\[SmallCircle]"}, {"EarthMass", 5.9722*^24, "Kilograms", "M\[CirclePlus]"},
  (* time *)
  {"Minutes", 60, "Seconds", "min"}, {"Hours", 3600, "Seconds", "h"}, {"Days", 86400, "Seconds", "days"}, {"Weeks", 604800, "Seconds", "wk"},
  {"Fortnights", 1209600, "Seconds", "fortnight"}, {"Months", 2628000, "Seconds", "mo"}, {"Years", 31536000, "Seconds", "yr"},
  {"JulianYears", 31557600, "Seconds", "a"}, {"Decades", 315360000, "Seconds", "decades"}, {"Centuries", 3153600000, "Seconds", "centuries"},
  {"Millennia", 31536000000, "Seconds", "millennia"},
  (* mechanics *)
  {"Hertz", 1, "Seconds"^-1, "Hz"}, {"RevolutionsPerMinute", Pi/30, "Radians"/"Seconds", "rpm"},
  {"Newtons", 1, "Kilograms"*"Meters"/"Seconds"^2, "N"}, {"Dynes", 10^-5, "Newtons", "dyn"}, {"PoundsForce", 45359237*980665/10^13, "Newtons", "lbf"},
  {"KilogramsForce", 980665/10^5, "Newtons", "kgf"}, {"Pascals", 1, "Newtons"/"Meters"^2, "Pa"}, {"Bars", 10^5, "Pascals", "bar"},
  {"Atmospheres", 101325, "Pascals", "atm"}, {"Torr", 101325/760, "Pascals", "torr"}, {"MillimetersOfMercury", 133322387415/10^9, "Pascals", "mmHg"},
  {"Joules", 1, "Newtons"*"Meters", "J"}, {"Ergs", 10^-7, "Joules", "erg"}, {"Electronvolts", 1602176634/10^28, "Joules", "eV"},
  {"Calories", 4184/1000, "Joules", "cal"}, {"LargeCalories", 4184, "Joules", "Cal"}, {"DietaryCalories", 4184, "Joules", "Cal"},
  {"BritishThermalUnits", 105505585262/10^8, "Joules", "BTU"}, {"Therms", 105505585262/10^3, "Joules", "thm"}, {"WattHours", 3600, "Joules", "Wh"},
  {"FootPounds", 3048*45359237*980665/10^17, "Joules", "ft lbf"},
  {"Watts", 1, "Joules"/"Seconds", "W"}, {"Horsepower", 550*3048*45359237*980665/10^17, "Watts", "hp"},
  {"Knots", 1852/3600, "Meters"/"Seconds", "kn"}, {"SpeedOfLight", 299792458, "Meters"/"Seconds", "c"}, {"SpeedOfSound", 340.27, "Meters"/"Seconds", "M"},
  {"StandardAccelerationOfGravity", 980665/10^5, "Meters"/"Seconds"^2, "g"}, {"Poise", 1/10, "Pascals"*"Seconds", "P"}, {"Stokes", 10^-4, "Meters"^2/"Seconds", "St"},
  (* temperature differences; the scales themselves are in $offsets *)
  {"KelvinsDifference", 1, "Kelvins", "K"}, {"DegreesCelsiusDifference", 1, "Kelvins", "\[Degree]C"}, {"DegreesFahrenheitDifference", 5/9, "Kelvins", "\[Degree]F"},
  {"DegreesCelsius", 1, "Kelvins", "\[Degree]C"}, {"DegreesFahrenheit", 5/9, "Kelvins", "\[Degree]F"}, {"DegreesRankine", 5/9, "Kelvins", "\[Degree]R"},
  (* electricity *)
  {"Coulombs", 1, "Amperes"*"Seconds", "C"}, {"AmpereHours", 3600, "Coulombs", "Ah"}, {"ElementaryCharge", 1602176634/10^28, "Coulombs", "e"},
  {"Volts", 1, "Watts"/"Amperes", "V"}, {"Ohms", 1, "Volts"/"Amperes", "\[CapitalOmega]"}, {"Siemens", 1, "Amperes"/"Volts", "S"},
  {"Farads", 1, "Coulombs"/"Volts", "F"}, {"Webers", 1, "Volts"*"Seconds", "Wb"}, {"Teslas", 1, "Webers"/"Meters"^2, "T"},
  {"Gauss", 10^-4, "Teslas", "G"}, {"Henries", 1, "Webers"/"Amperes", "H"},
  (* light, radiation, amount *)
  {"Lumens", 1, "Candelas"*"Steradians", "lm"}, {"Lux", 1, "Lumens"/"Meters"^2, "lx"}, {"Becquerels", 1, "Seconds"^-1, "Bq"},
  {"Curies", 37*10^9, "Seconds"^-1, "Ci"}, {"Grays", 1, "Meters"^2/"Seconds"^2, "Gy"}, {"Sieverts", 1, "Meters"^2/"Seconds"^2, "Sv"},
  {"Katals", 1, "Moles"/"Seconds", "kat"}, {"Molar", 1000, "Moles"/"Meters"^3, "M"},
  {"AvogadroNumber", 602214076*10^15, 1, "NA"}, {"AvogadroConstant", 602214076*10^15, "Moles"^-1, "NA"},
  {"BoltzmannConstant", 1380649/10^29, "Joules"/"Kelvins", "k"}, {"PlanckConstant", 662607015/10^42, "Joules"*"Seconds", "h"},
  {"ReducedPlanckConstant", 662607015/10^42/(2 Pi), "Joules"*"Seconds", "\[HBar]"}, {"MolarGasConstant", 602214076*1380649/10^14, "Joules"/("Kelvins"*"Moles"), "R"},
  {"GravitationalConstant", 6.67430*^-11, "Newtons"*"Meters"^2/"Kilograms"^2, "G"}, {"StefanBoltzmannConstant", 5.670374419*^-8, "Watts"/("Meters"^2*"Kelvins"^4), "\[Sigma]"},
  {"ElectricConstant", 8.8541878128*^-12, "Farads"/"Meters", "\[CurlyEpsilon]0"}, {"MagneticConstant", 1.25663706212*^-6, "Newtons"/"Amperes"^2, "\[Mu]0"},
  {"FaradayConstant", 602214076*1602176634/10^13, "Coulombs"/"Moles", "F"}, {"RydbergConstant", 10973731.568160, "Meters"^-1, "R"},
  (* angle *)
  {"AngularDegrees", Pi/180, "Radians", "\[Degree]"}, {"ArcMinutes", Pi/10800, "Radians", "'"}, {"ArcSeconds", Pi/648000, "Radians", "''"},
  {"Gradians", Pi/200, "Radians", "grad"}, {"Revolutions", 2 Pi, "Radians", "rev"},
  (* information *)
  {"Bytes", 8, "Bits", "B"}, {"Nibbles", 4, "Bits", "nibbles"}, {"Baud", 1, "Bits"/"Seconds", "Bd"},
  (* money and counts *)
  {"USCents", 1/100, "USDollars", "\[Cent]"}, {"Percent", 1/100, 1, "%"}, {"Permille", 1/1000, 1, "\[Permille]"}, {"PartsPerMillion", 10^-6, 1, "ppm"},
  {"Dozens", 12, 1, "dozen"}
};

$base = {{"Meters", "LengthUnit", "m"}, {"Kilograms", "MassUnit", "kg"}, {"Seconds", "TimeUnit", "s"}, {"Amperes", "ElectricCurrentUnit", "A"},
  {"Kelvins", "TemperatureUnit", "K"}, {"Moles", "AmountUnit", "mol"}, {"Candelas", "LuminousIntensityUnit", "cd"}, {"Radians", "AngleUnit", "rad"},
  {"Steradians", "SolidAngleUnit", "sr"}, {"Bits", "InformationUnit", "b"}, {"USDollars", "MoneyUnit", "$"}, {"People", "PersonUnit", "people"},
  {"Pixels", "PixelUnit", "px"}};

$prefixes = {{"Yotta", 10^24, "Y"}, {"Zetta", 10^21, "Z"}, {"Exa", 10^18, "E"}, {"Peta", 10^15, "P"}, {"Tera", 10^12, "T"}, {"Giga", 10^9, "G"},
  {"Mega", 10^6, "M"}, {"Kilo", 1000, "k"}, {"Hecto", 100, "h"}, {"Deca", 10, "da"}, {"Deci", 1/10, "d"}, {"Centi", 1/100, "c"}, {"Milli", 10^-3, "m"},
  {"Micro", 10^-6, "\[Mu]"}, {"Nano", 10^-9, "n"}, {"Pico", 10^-12, "p"}, {"Femto", 10^-15, "f"}, {"Atto", 10^-18, "a"}, {"Zepto", 10^-21, "z"}, {"Yocto", 10^-24, "y"},
  {"Kibi", 2^10, "Ki"}, {"Mebi", 2^20, "Mi"}, {"Gibi", 2^30, "Gi"}, {"Tebi", 2^40, "Ti"}, {"Pebi", 2^50, "Pi"}, {"Exbi", 2^60, "Ei"}};

$prefixable = {"Meters", "Grams", "Seconds", "Amperes", "Kelvins", "Moles", "Candelas", "Hertz", "Newtons", "Pascals", "Joules", "Watts", "Coulombs", "Volts",
  "Farads", "Ohms", "Siemens", "Webers", "Teslas", "Henries", "Lumens", "Lux", "Becquerels", "Grays", "Sieverts", "Katals", "Liters", "Bits", "Bytes",
  "Electronvolts", "Parsecs", "Calories", "Bars", "Radians", "Steradians", "MetricTons", "WattHours", "Molar", "Curies", "Gauss", "Barns", "Daltons",
  "ArcSeconds", "Pixels", "AmpereHours", "Years", "Poise", "Stokes", "USDollars", "Dynes"};

(* Scales whose zero is not that of the base unit: kelvins = factor (value + offset). *)
$offsets = <|"DegreesCelsius" -> 27315/100, "DegreesFahrenheit" -> 45967/100|>;
$differences = <|"DegreesCelsius" -> "DegreesCelsiusDifference", "DegreesFahrenheit" -> "DegreesFahrenheitDifference", "Kelvins" -> "KelvinsDifference"|>;

$factor = Association[Cases[$rows, {name_String, f_, u_, _} :> (name -> {f, u})]];
$symbol = Join[Association[Cases[$rows, {name_String, _, _, s_} :> (name -> s)]], Association[({#1 -> #3} & @@@ $base)]];
$dimension = Association[({#1 -> #2} & @@@ $base)];

$irregular = <|"Feet" -> "Foot", "Inches" -> "Inch", "Centuries" -> "Century", "Millennia" -> "Millennium", "Henries" -> "Henry", "Hertz" -> "Hertz",
  "Siemens" -> "Siemens", "Gauss" -> "Gauss", "Stokes" -> "Stokes", "Lux" -> "Lux", "PoundsForce" -> "PoundForce", "KilogramsForce" -> "KilogramForce",
  "DegreesCelsius" -> "DegreeCelsius", "DegreesFahrenheit" -> "DegreeFahrenheit", "DegreesRankine" -> "DegreeRankine", "Torr" -> "Torr",
  "MillimetersOfMercury" -> "MillimeterOfMercury", "RevolutionsPerMinute" -> "RevolutionPerMinute", "PartsPerMillion" -> "PartPerMillion", "People" -> "Person",
  "Barns" -> "Barn"|>;
singular[name_] := Lookup[$irregular, name, If[StringEndsQ[name, "s"], StringDrop[name, -1], name]];

(* Other spellings. *)
$aliases = <|"Degrees" -> "AngularDegrees", "Degree" -> "AngularDegrees", "Celsius" -> "DegreesCelsius", "Fahrenheit" -> "DegreesFahrenheit", "Kelvin" -> "Kelvins",
  "Metres" -> "Meters", "Metre" -> "Meters", "Litres" -> "Liters", "Litre" -> "Liters", "Tonnes" -> "MetricTons", "Tonne" -> "MetricTons", "Tons" -> "ShortTons",
  "Ton" -> "ShortTons", "Kph" -> "Kilometers"/"Hours", "mph" -> "Miles"/"Hours", "kph" -> "Kilometers"/"Hours", "psi" -> "PoundsForce"/"Inches"^2,
  "PSI" -> "PoundsForce"/"Inches"^2, "AstronomicalUnits" -> "AstronomicalUnit", "Dollars" -> "USDollars", "USD" -> "USDollars", "DimensionlessUnit" -> "PureUnities",
  "Unities" -> "PureUnities", "LightYear" -> "LightYears", "lbs" -> "Pounds", "sec" -> "Seconds", "hr" -> "Hours", "hours" -> "Hours", "Amps" -> "Amperes", "Amp" -> "Amperes",
  "AtomicMassUnits" -> "AtomicMassUnit", "Tbsp" -> "Tablespoons", "Tsp" -> "Teaspoons", "ElectronVolts" -> "Electronvolts", "ElectronVolt" -> "Electronvolts",
  "Arcminutes" -> "ArcMinutes", "Arcseconds" -> "ArcSeconds", "\[Degree]" -> "AngularDegrees", "PlanckConstantReduced" -> "ReducedPlanckConstant"|>;

$names = Join[Keys[$factor], Keys[$dimension], {"PureUnities"}];
addPrefix[prefix_, name_] := prefix <> ToLowerCase[StringTake[name, 1]] <> StringDrop[name, 1];

(* Prefixed units become rows of their own: names, factors, symbols. *)
Do[
  If[! KeyExistsQ[$factor, addPrefix[First[p], name]] && ! KeyExistsQ[$dimension, addPrefix[First[p], name]],
    AppendTo[$names, addPrefix[First[p], name]];
    $factor[addPrefix[First[p], name]] = {p[[2]], name};
    $symbol[addPrefix[First[p], name]] = p[[3]] <> $symbol[name]],
  {name, $prefixable}, {p, $prefixes}];
$symbol["KilowattHours"] = "kWh";
$aliases["KilowattHour"] = "KilowattHours";

(* Spelling without regard to case, singulars, symbols; exact names come first. *)
$spelling = Join[
  Association[Reverse[Map[$symbol[#] -> # &, Select[$names, KeyExistsQ[$symbol, #] &]]]],
  Association[Map[ToLowerCase[singular[#]] -> # &, $names]],
  Association[Map[ToLowerCase[#] -> # &, $names]],
  Association[Map[singular[#] -> # &, $names]],
  $aliases,
  Association[Map[# -> # &, $names]],
  <|"m" -> "Meters", "g" -> "Grams", "h" -> "Hours", "d" -> "Days", "min" -> "Minutes", "s" -> "Seconds", "L" -> "Liters", "l" -> "Liters", "b" -> "Bits", "B" -> "Bytes",
    "c" -> "SpeedOfLight", "e" -> "ElementaryCharge", "t" -> "MetricTons", "F" -> "Farads", "C" -> "Coulombs", "G" -> "Gauss", "M" -> "Molar", "a" -> "Years",
    "K" -> "Kelvins", "V" -> "Volts", "W" -> "Watts", "N" -> "Newtons", "J" -> "Joules", "A" -> "Amperes", "pt" -> "Pints", "ft" -> "Feet", "in" -> "Inches"|>];

spell[name_] := Lookup[$spelling, name, Lookup[$spelling, ToLowerCase[name], areaOrVolume[name]]];
areaOrVolume[name_] := Which[
  StringStartsQ[name, "Square"] && StringLength[name] > 6, squared[spell[StringDrop[name, 6]], 2],
  StringStartsQ[name, "Cubic"] && StringLength[name] > 5, squared[spell[StringDrop[name, 5]], 3],
  True, $Failed];
squared[$Failed, _] := $Failed;
squared[u_, n_] := u^n;

(* canonicalUnit[spec]: the specification in known names, or $Failed. "km/h" and "Meters per Second" are read as formulas. *)
canonicalUnit[1] := "PureUnities";
canonicalUnit[s_String] := Module[{u = spell[s]}, If[u === $Failed, formula[s], u]];
canonicalUnit[u : (_Times | _Power)] := Module[{parts},
  parts = canonicalFactor /@ If[Head[u] === Times, List @@ u, {u}];
  If[MemberQ[parts, $Failed], $Failed, Times @@ parts /. "PureUnities" -> 1]];
canonicalUnit[u_MixedUnit] := With[{all = canonicalUnit /@ First[u]}, If[MemberQ[all, $Failed], $Failed, MixedUnit[all]]];
canonicalUnit[_IndependentUnit] := $Failed;
canonicalUnit[_] := $Failed;
canonicalFactor[Power[b_, n_?NumericQ]] := With[{c = canonicalUnit[b]}, If[c === $Failed, c, c^n]];
canonicalFactor[b_] := canonicalUnit[b];

formula[s_] := $Failed /; ! StringMatchQ[s, RegularExpression[".*(/| per |\\^|\\*|\[CenterDot]| ).*"]];
formula[s_] := Module[{sides, parts},
  sides = StringTrim /@ StringSplit[s, "/" | " per " | " Per "];
  parts = MapIndexed[product[StringTrim[#1, "(" | ")"]]^If[First[#2] === 1, 1, -1] &, sides];
  If[FreeQ[parts, $Failed], Times @@ parts, $Failed]];
product[s_] := With[{u = spell[s]}, If[u =!= $Failed, u, If[StringFreeQ[s, " " | "*" | "^"], $Failed, Times @@ (powered /@ StringSplit[s, (" " | "*") ..])]]];
powered[s_] := Module[{pieces = StringSplit[s, "^"]},
  If[Length[pieces] === 2 && StringMatchQ[Last[pieces], RegularExpression["-?\\d+"]], spell[First[pieces]]^ToExpression[Last[pieces]], spell[s]]];

(* ---- dimensions: siForm[unit] = {factor, <|base unit -> exponent|>} *)
siForm[u_] := siForm[u] = siOf[u];
siOf["PureUnities" | 1] := {1, <||>};
siOf[u_String] := If[KeyExistsQ[$dimension, u], {1, <|u -> 1|>}, With[{row = $factor[u]}, With[{si = siOf[Last[row]]}, {First[row]*First[si], Last[si]}]]];
siOf[Power[u_, n_]] := With[{si = siForm[u]}, {First[si]^n, DeleteCases[n*Last[si], 0]}];
siOf[u_Times] := With[{all = siForm /@ List @@ u}, {Times @@ all[[All, 1]], DeleteCases[Merge[all[[All, 2]], Total], 0]}];

dimensionsOf[u_] := KeySort[Last[siForm[u]]];
compatible[u_, v_] := dimensionsOf[u] === dimensionsOf[v];
baseUnit[u_] := Times @@ KeyValueMap[Power, Last[siForm[u]]];

(* ---- names in print *)
words[name_] := StringReplace[Lookup[$printed, name, name],
  {RegularExpression["(?<=[a-z])([A-Z])"] :> " " <> ToLowerCase["$1"], StartOfString ~~ x_ :> ToLowerCase[x]}];
$printed = <|"AngularDegrees" -> "Degrees", "AngularDegree" -> "Degree", "ArcMinutes" -> "Arcminutes", "ArcMinute" -> "Arcminute", "ArcSeconds" -> "Arcseconds", "ArcSecond" -> "Arcsecond",
  "USDollars" -> "US dollars", "USDollar" -> "US dollar", "USCents" -> "US cents", "USCent" -> "US cent"|>;
unitWords[name_, plural_] := Which[
  StringStartsQ[name, "DegreesCelsius"], If[plural, "degrees Celsius", "degree Celsius"],
  StringStartsQ[name, "DegreesFahrenheit"], If[plural, "degrees Fahrenheit", "degree Fahrenheit"],
  StringStartsQ[name, "DegreesRankine"], If[plural, "degrees Rankine", "degree Rankine"],
  StringStartsQ[name, "USDollar"], If[plural, "US dollars", "US dollar"],
  StringStartsQ[name, "USCent"], If[plural, "US cents", "US cent"],
  plural, words[name], True, words[singular[name]]];

power[text_, 1] := text;
power[text_, 2] := text <> " squared";
power[text_, 3] := text <> " cubed";
power[text_, n_] := text <> " to the " <> ToString[n, InputForm];
factorsOf[u_] := Replace[If[Head[u] === Times, List @@ u, {u}], {Power[b_, n_] :> {b, n}, b_ :> {b, 1}}, {1}];

(* "meters per second squared": what is multiplied in the order written, the last of it in the plural; then what divides. *)
unitPhrase[u_, plural_] := Module[{all = factorsOf[u], over, under},
  over = Select[all, Last[#] > 0 &];
  under = Select[all, Last[#] < 0 &];
  over = MapIndexed[power[unitWords[First[#1], plural && First[#2] === Length[over]], Last[#1]] &, over];
  under = Map[power[unitWords[First[#], False], -Last[#]] &, under];
  StringRiffle[Join[over, If[under === {}, {}, {"per"}], under], " "]];

(* "km/h": the symbols, when every exponent is 1 or -1. *)
unitSymbols[u_] := Module[{all = factorsOf[u], over, under},
  If[! MatchQ[all[[All, 2]], {(1 | -1) ..}] || ! AllTrue[all[[All, 1]], KeyExistsQ[$symbol, #] &], Return[$Failed]];
  over = $symbol /@ Cases[all, {b_, 1} :> b];
  under = $symbol /@ Cases[all, {b_, -1} :> b];
  If[over === {} || Length[under] > 1, $Failed, StringRiffle[over, " "] <> If[under === {}, "", "/" <> First[under]]]];
