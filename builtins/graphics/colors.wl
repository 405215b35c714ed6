(* colors.wl - computing with colours: blending, converting between spaces, random colours. Colours are RGBColor, GrayLevel, Hue, CMYKColor and
   those of the CIE. *)

color = RGBColor | GrayLevel | Hue | CMYKColor | XYZColor | LABColor | LUVColor | LCHColor;
isColor[(RGBColor | GrayLevel | Hue | CMYKColor | XYZColor | LABColor | LUVColor | LCHColor)[___?NumericQ]] := True;
isColor[RGBColor[{__?NumericQ}]] := True;
isColor[_] := False;
colorQ[c_] := isColor[c];

(* {r, g, b, opacity} *)
rgb[RGBColor[l_List]] := rgb[RGBColor @@ l];
rgb[RGBColor[r_, g_, b_, a_: 1]] := {r, g, b, a};
rgb[RGBColor[s_String]] := If[StringMatchQ[s, RegularExpression["#[0-9a-fA-F]{6}"]], Append[FromDigits[#, 16]/255 & /@ StringPartition[StringDrop[s, 1], 2], 1], $Failed];
rgb[GrayLevel[g_, a_: 1]] := {g, g, g, a};
rgb[CMYKColor[c_, m_, y_, k_, a_: 1]] := {(1 - c) (1 - k), (1 - m) (1 - k), (1 - y) (1 - k), a};
rgb[Hue[h_]] := rgb[Hue[h, 1, 1, 1]];
rgb[Hue[h_, s_, b_: 1, a_: 1]] := Module[{x = 6 Mod[h, 1], i, f},
  i = Min[Floor[x], 5]; f = x - i;
  Append[{{b, b (1 - s (1 - f)), b (1 - s)}, {b (1 - s f), b, b (1 - s)}, {b (1 - s), b, b (1 - s (1 - f))},
     {b (1 - s), b (1 - s f), b}, {b (1 - s (1 - f)), b (1 - s), b}, {b, b (1 - s), b (1 - s f)}}[[i + 1]], a]];
(* the spaces of the CIE, relative to the white D50: XYZ, and L*a*b*, L*u*v* and L*C*h* with all parts divided by 100 (the angle by 360 degrees) *)
white = {0.96422, 1., 0.82521};
fromXYZ[v_] := Map[gamma, {{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}} . v];
gamma[x_] := If[x <= 0.0031308, 12.92 x, 1.055 x^(1/2.4) - 0.055];
toXYZ50[c_] := {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}} . (linear /@ N[Take[rgb[c], 3]]);
rgb[XYZColor[x_, y_, z_, a_: 1]] := Append[fromXYZ[{x, y, z}], a];
rgb[LABColor[l_, u_, v_, a_: 1]] := With[{y = (100 l + 16)/116}, Append[fromXYZ[white Map[uncube, {y + u/5, y, y - v/2}]], a]];
rgb[LCHColor[l_, c_, h_, a_: 1]] := rgb[LABColor[l, c Cos[2 Pi h], c Sin[2 Pi h], a]];
rgb[LUVColor[l_, u_, v_, a_: 1]] := If[l <= 0, {0., 0., 0., a}, With[{p = 100 u/(1300 l) + chroma[white][[1]], q = 100 v/(1300 l) + chroma[white][[2]], y = uncube[(100 l + 16)/116]}, Append[fromXYZ[{9 y p/(4 q), y, y (12 - 3 p - 20 q)/(4 q)}], a]]];
uncube[f_] := If[f > 6/29, f^3, 3 (6/29)^2 (f - 4/29)];
cubed[x_] := If[x > (6/29)^3, x^(1/3), x/(3 (6/29)^2) + 4/29];
chroma[{x_, y_, z_}] := With[{d = x + 15 y + 3 z}, If[d == 0, {0., 0.}, {4 x, 9 y}/d]];
labOf[c_] := With[{f = Map[cubed, toXYZ50[c]/white]}, {1.16 f[[2]] - 0.16, 5 (f[[1]] - f[[2]]), 2 (f[[2]] - f[[3]])}];
lchOf[c_] := With[{l = labOf[c]}, {l[[1]], Norm[Rest[l]], If[Norm[Rest[l]] < 10.^-9, 0., Mod[ArcTan @@ Rest[l], 2. Pi]/(2. Pi)]}];
luvOf[c_] := With[{v = toXYZ50[c]}, With[{l = 1.16 cubed[v[[2]]] - 0.16}, {l, 13 l (chroma[v] - chroma[white])[[1]], 13 l (chroma[v] - chroma[white])[[2]]}]];
opaque[c_, l_] := With[{a = rgb[c][[4]]}, If[a == 1, l, Append[l, a]]];
made[l_] := RGBColor @@ If[l[[4]] == 1, Most[l], l];

hsb[{r_, g_, b_, a_}] := Module[{most = Max[r, g, b], least = Min[r, g, b], d, h},
  d = most - least;
  h = Which[d == 0, 0, most == r, Mod[(g - b)/d, 6]/6, most == g, ((b - r)/d + 2)/6, True, ((r - g)/d + 4)/6];
  If[a == 1, Hue[h, If[most == 0, 0, d/most], most], Hue[h, If[most == 0, 0, d/most], most, a]]];
gray[{r_, g_, b_, a_}] := With[{y = 0.299 r + 0.587 g + 0.114 b}, If[a == 1, GrayLevel[y], GrayLevel[y, a]]];
cmyk[{r_, g_, b_, a_}] := With[{k = 1 - Max[r, g, b]}, If[k == 1, CMYKColor[0., 0., 0., 1.], CMYKColor @@ N[{(1 - r - k)/(1 - k), (1 - g - k)/(1 - k), (1 - b - k)/(1 - k), k}]]];
linear[x_] := If[x <= 0.04045, x/12.92, ((x + 0.055)/1.055)^2.4];
xyz[{r_, g_, b_, _}] := {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}} . (linear /@ N[{r, g, b}]);
colorConvert[c_List, s_] := Map[ColorConvert[#, s] &, c] /; AllTrue[c, isColor];
colorConvert[c_?isColor, "RGB" | RGBColor] := RGBColor @@ N[If[rgb[c][[4]] == 1, Most[rgb[c]], rgb[c]]];
colorConvert[c_?isColor, "HSB" | Hue] := N[hsb[rgb[c]]];
colorConvert[c_?isColor, "Grayscale" | GrayLevel] := N[gray[rgb[c]]];
colorConvert[c_?isColor, "CMYK" | CMYKColor] := cmyk[rgb[c]];
colorConvert[c_?isColor, "XYZ" | XYZColor] := XYZColor @@ opaque[c, toXYZ50[c]];
colorConvert[c_?isColor, "LAB" | LABColor] := LABColor @@ opaque[c, labOf[c]];
colorConvert[c_?isColor, "LCH" | LCHColor] := LCHColor @@ opaque[c, lchOf[c]];
colorConvert[c_?isColor, "LUV" | LUVColor] := LUVColor @@ opaque[c, luvOf[c]];
colorConvert[___] := $Unevaluated;

(* ---- blending: between the two nearest of equally spaced colours, or with weights *)
between[c_, d_, t_] := mix[{c, d}, {1 - t, t}];
mix[cs_, ws_] := If[AllTrue[cs, MatchQ[#, _GrayLevel] &], grayMade[N[ws . (rgb /@ cs)]], made[N[ws . (rgb /@ cs)]]];
grayMade[l_] := If[l[[4]] == 1, GrayLevel[l[[1]]], GrayLevel[l[[1]], l[[4]]]];
blend[cs : {__?isColor}] := mix[cs, ConstantArray[1/Length[cs], Length[cs]]];
blend[cs : {__?isColor}, t_?NumericQ] := Module[{n = Length[cs] - 1, x, i},
  If[n == 0, Return[First[cs]]];
  x = n Clip[t, {0, 1}]; i = Min[Floor[x], n - 1];
  between[cs[[i + 1]], cs[[i + 2]], x - i]];
blend[cs : {__?isColor}, ws : {__?NumericQ}] := mix[cs, ws/Total[ws]] /; Length[cs] == Length[ws];
blend[cs : {{_?NumericQ, _?isColor} ..}, t_?NumericQ] := Module[{s = SortBy[cs, First], i},
  Which[t <= s[[1, 1]], s[[1, 2]], t >= s[[-1, 1]], s[[-1, 2]],
    True, i = LengthWhile[s, First[#] <= t &]; between[s[[i, 2]], s[[i + 1, 2]], (t - s[[i, 1]])/(s[[i + 1, 1]] - s[[i, 1]])]]];
blend[___] := $Unevaluated;
lighter[c_List, t___] := Map[Lighter[#, t] &, c];
lighter[c_?isColor, t_: 1/3] := Blend[{c, White}, t];
darker[c_List, t___] := Map[Darker[#, t] &, c];
darker[c_?isColor, t_: 1/3] := Blend[{c, Black}, t];
colorNegate[GrayLevel[g_, a___]] := GrayLevel[1 - g, a];
colorNegate[c_?isColor] := With[{l = rgb[c]}, made[Append[1 - Most[l], Last[l]]]];
colorNegate[c_List] := Map[ColorNegate, c];
colorDistance[c_?isColor, d_?isColor] := EuclideanDistance[lab[c], lab[d]]/100.;
lab[c_] := With[{f = cube /@ (xyz[rgb[c]]/{0.95047, 1., 1.08883})}, {116 f[[2]] - 16, 500 (f[[1]] - f[[2]]), 200 (f[[2]] - f[[3]])}];
cube[x_] := If[x > 0.008856, x^(1/3), 7.787 x + 16/116.];

randomColor[] := RGBColor @@ RandomReal[1, 3];
randomColor[n_Integer] := Table[randomColor[], n];
randomColor[ns : {__Integer}] := Table @@ Prepend[List /@ ns, Unevaluated[randomColor[]]];
randomColor[Hue | "HSB"] := Hue @@ RandomReal[1, 3];
randomColor[GrayLevel | "Grayscale"] := GrayLevel[RandomReal[]];
randomColor[___] := $Unevaluated;
lighter[___] := $Unevaluated; darker[___] := $Unevaluated; colorNegate[___] := $Unevaluated; colorDistance[___] := $Unevaluated;
