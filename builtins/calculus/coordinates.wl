(* coordinates.wl - coordinate charts of Euclidean space: the map of each to Cartesian coordinates, and back where there is one; scale factors,
   metrics and transformed fields follow from the map. *)

(* ---- a chart: "Polar", {"Elliptic", {a}}, {chart, "Euclidean", n} *)
chartName[{c_, "Euclidean", n_}] := chartName[c];
chartName[{name_String, {pars___}}] := name;
chartName[{name_String, n_Integer}] := name;
chartName[name_String] := name;
chartName[_] := $Failed;
chartParameters[{c_, "Euclidean", n_}] := chartParameters[c];
chartParameters[{_, {pars___}}] := {pars};
chartParameters[_] := {};
chartDimension[{c_, "Euclidean", n_Integer}] := n;
chartDimension[c_] := Lookup[dimensions, chartName[c], $Failed];
dimensions = <|"Cartesian" -> 3, "Polar" -> 2, "Elliptic" -> 2, "Bipolar" -> 2, "PlanarParabolic" -> 2, "Cylindrical" -> 3, "Spherical" -> 3, "CylindricalParabolic" -> 3, "EllipticCylindrical" -> 3,
   "BipolarCylindrical" -> 3, "CircularParabolic" -> 3, "ProlateSpheroidal" -> 3, "OblateSpheroidal" -> 3, "Toroidal" -> 3, "Bispherical" -> 3, "Hyperspherical" -> $Failed|>;
names = <|"Polar" -> {"r", "θ"}, "Elliptic" -> {"μ", "ν"}, "Bipolar" -> {"σ", "τ"}, "PlanarParabolic" -> {"u", "v"}, "Cylindrical" -> {"r", "θ", "z"}, "Spherical" -> {"r", "θ", "φ"}, "CylindricalParabolic" -> {"u", "v", "z"},
   "EllipticCylindrical" -> {"μ", "ν", "z"}, "BipolarCylindrical" -> {"σ", "τ", "z"}, "CircularParabolic" -> {"u", "v", "θ"}, "ProlateSpheroidal" -> {"ξ", "η", "φ"}, "OblateSpheroidal" -> {"ξ", "η", "φ"},
   "Toroidal" -> {"σ", "τ", "φ"}, "Bispherical" -> {"σ", "τ", "φ"}|>;
coordinateNames["Cartesian", n_] := If[n <= 3, Take[{"x", "y", "z"}, n], Table["x" <> ToString[i], {i, n}]];
coordinateNames["Hyperspherical", n_] := Join[{"r"}, Table["θ" <> ToString[i], {i, n - 2}], {"φ"}];
coordinateNames[name_, _] := Lookup[names, name, $Failed];

toCartesian["Cartesian", _, p_] := p;
toCartesian["Polar", _, {r_, t_}] := {r Cos[t], r Sin[t]};
toCartesian["Elliptic", {a_}, {m_, n_}] := {a Cos[n] Cosh[m], a Sin[n] Sinh[m]};
toCartesian["Bipolar", {a_}, {s_, t_}] := {a Sinh[t], a Sin[s]}/(Cosh[t] - Cos[s]);
toCartesian["PlanarParabolic", _, {u_, v_}] := {(u^2 - v^2)/2, u v};
toCartesian["Cylindrical", _, {r_, t_, z_}] := {r Cos[t], r Sin[t], z};
toCartesian["Spherical", _, {r_, t_, f_}] := {r Cos[f] Sin[t], r Sin[f] Sin[t], r Cos[t]};
toCartesian["CylindricalParabolic" | "ParabolicCylindrical", _, {u_, v_, z_}] := {(u^2 - v^2)/2, u v, z};
toCartesian[name : "EllipticCylindrical" | "BipolarCylindrical", par_, {u_, v_, z_}] := Append[toCartesian[StringDrop[name, -11], par, {u, v}], z];
toCartesian["CircularParabolic", _, {u_, v_, t_}] := {u v Cos[t], u v Sin[t], (u^2 - v^2)/2};
toCartesian["ProlateSpheroidal", {a_}, {x_, e_, f_}] := {a Cos[f] Sin[e] Sinh[x], a Sin[e] Sin[f] Sinh[x], a Cos[e] Cosh[x]};
toCartesian["OblateSpheroidal", {a_}, {x_, e_, f_}] := {a Cos[e] Cos[f] Cosh[x], a Cos[e] Cosh[x] Sin[f], a Sin[e] Sinh[x]};
toCartesian["Toroidal", {a_}, {s_, t_, f_}] := {a Cos[f] Sinh[t], a Sin[f] Sinh[t], a Sin[s]}/(Cosh[t] - Cos[s]);
toCartesian["Bispherical", {a_}, {s_, t_, f_}] := {a Cos[f] Sin[s], a Sin[f] Sin[s], a Sinh[t]}/(Cosh[t] - Cos[s]);
toCartesian["Hyperspherical", _, p_] := Table[p[[1]] Product[Sin[p[[k]]], {k, 2, i}] If[i === Length[p], 1, Cos[p[[i + 1]]]], {i, Length[p]}];
toCartesian[___] := $Failed;

fromCartesian["Cartesian", _, p_] := p;
fromCartesian["Polar", _, {x_, y_}] := {Sqrt[x^2 + y^2], ArcTan[x, y]};
fromCartesian["Cylindrical", _, {x_, y_, z_}] := {Sqrt[x^2 + y^2], ArcTan[x, y], z};
fromCartesian["Spherical", _, {x_, y_, z_}] := {Sqrt[x^2 + y^2 + z^2], ArcTan[z, Sqrt[x^2 + y^2]], ArcTan[x, y]};
fromCartesian["PlanarParabolic", _, {x_, y_}] := {Sqrt[x + Sqrt[x^2 + y^2]], y/Sqrt[x + Sqrt[x^2 + y^2]]};
fromCartesian["CylindricalParabolic", par_, {x_, y_, z_}] := Append[fromCartesian["PlanarParabolic", par, {x, y}], z];
fromCartesian["CircularParabolic", _, {x_, y_, z_}] := With[{r = Sqrt[x^2 + y^2 + z^2]}, {Sqrt[z + r], Sqrt[x^2 + y^2]/Sqrt[z + r], ArcTan[x, y]}];
fromCartesian["Elliptic", {a_}, {x_, y_}] := With[{w = ArcCosh[(x + I y)/a]}, {Re[w], Im[w]}];
fromCartesian["EllipticCylindrical", par_, {x_, y_, z_}] := Append[fromCartesian["Elliptic", par, {x, y}], z];
fromCartesian["Bipolar", {a_}, {x_, y_}] := {ArcTan[x^2 + y^2 - a^2, 2 a y], ArcTanh[2 a x/(a^2 + x^2 + y^2)]};
fromCartesian["BipolarCylindrical", par_, {x_, y_, z_}] := Append[fromCartesian["Bipolar", par, {x, y}], z];
fromCartesian["Toroidal", {a_}, {x_, y_, z_}] := With[{r = Sqrt[x^2 + y^2]}, {ArcTan[r^2 + z^2 - a^2, 2 a z], ArcTanh[2 a r/(a^2 + r^2 + z^2)], ArcTan[x, y]}];
fromCartesian["Bispherical", {a_}, {x_, y_, z_}] := With[{r = Sqrt[x^2 + y^2]}, {ArcTan[r^2 + z^2 - a^2, 2 a r], ArcTanh[2 a z/(a^2 + r^2 + z^2)], ArcTan[x, y]}];
fromCartesian["ProlateSpheroidal", {a_}, {x_, y_, z_}] := With[{w = ArcCosh[(z + I Sqrt[x^2 + y^2])/a]}, {Re[w], Im[w], ArcTan[x, y]}];
fromCartesian["OblateSpheroidal", {a_}, {x_, y_, z_}] := With[{w = ArcCosh[(Sqrt[x^2 + y^2] + I z)/a]}, {Re[w], Im[w], ArcTan[x, y]}];
fromCartesian["Hyperspherical", _, p_] := With[{n = Length[p]}, Join[{Sqrt[Total[p^2]]}, Table[If[i === n - 1, ArcTan[p[[n - 1]], p[[n]]], ArcTan[p[[i]], Sqrt[Total[p[[i + 1 ;;]]^2]]]], {i, n - 1}]]];
fromCartesian[___] := $Failed;

(* where the coordinates lie *)
ranges[name_, _, p_] := Module[{q = Switch[name,
     "Polar", {p[[1]] > 0, -Pi < p[[2]] <= Pi}, "Cylindrical", {p[[1]] > 0, -Pi < p[[2]] <= Pi, Element[p[[3]], Reals]}, "Spherical", {p[[1]] > 0, 0 < p[[2]] < Pi, -Pi < p[[3]] <= Pi},
     "Elliptic" | "EllipticCylindrical", {p[[1]] > 0, -Pi < p[[2]] <= Pi}, "Bipolar" | "BipolarCylindrical", {-Pi < p[[1]] <= Pi, Element[p[[2]], Reals]},
     "PlanarParabolic" | "CylindricalParabolic", {p[[1]] > 0, Element[p[[2]], Reals]}, "CircularParabolic", {p[[1]] > 0, p[[2]] > 0, -Pi < p[[3]] <= Pi},
     "ProlateSpheroidal", {p[[1]] > 0, 0 < p[[2]] < Pi, -Pi < p[[3]] <= Pi}, "OblateSpheroidal", {p[[1]] > 0, -Pi/2 < p[[2]] < Pi/2, -Pi < p[[3]] <= Pi},
     "Toroidal", {-Pi < p[[1]] <= Pi, p[[2]] > 0, -Pi < p[[3]] <= Pi}, "Bispherical", {0 <= p[[1]] < Pi, Element[p[[2]], Reals], -Pi < p[[3]] <= Pi},
     "Hyperspherical", Join[{p[[1]] > 0}, (0 < # < Pi &) /@ p[[2 ;; -2]], {-Pi < Last[p] <= Pi}], _, {Element[Alternatives @@ p, Reals]}]},
   If[StringEndsQ[name, "Cylindrical"] && name =!= "Cylindrical" || name === "CylindricalParabolic", AppendTo[q, Element[p[[3]], Reals]]];
   And @@ q];
positive[name_, pars_] := And @@ ((# > 0 &) /@ pars);
simple[e_, name_, pars_, p_] := With[{s = TimeConstrained[Simplify[e, ranges[name, pars, p] && positive[name, pars]], 8, e]}, s //. ArcTan[c_. Cos[t_], c_. Sin[t_]] :> t];

(* scale factors; Cartesian, polar ... by heart, the others from the map *)
scales[chart_, p_] := Module[{name = chartName[chart], pars = chartParameters[chart], x, u, h},
   If[name === $Failed, Return[$Failed]];
   If[pars === {} && MemberQ[{"Elliptic", "Bipolar", "EllipticCylindrical", "BipolarCylindrical", "ProlateSpheroidal", "OblateSpheroidal", "Toroidal", "Bispherical"}, name], Return[$Failed]];
   u = Table[Unique["u"], {Length[p]}];
   x = toCartesian[name, pars, u];
   If[x === $Failed || Length[x] =!= Length[p], Return[$Failed]];
   h = Table[simple[Sqrt[Simplify[D[x, v] . D[x, v]]], name, pars, u], {v, u}];
   h /. Thread[u -> p]];

coordinateTransform[a_ -> b_, pts : {__List}] := coordinateTransform[a -> b, #] & /@ pts;
coordinateTransform[a_ -> b_, p_List] := Module[{n1 = chartName[a], n2 = chartName[b], x},
   x = toCartesian[n1, chartParameters[a], p];
   If[x === $Failed, Return[$Unevaluated]];
   x = fromCartesian[n2, chartParameters[b], If[n1 === "Cartesian", x, x]];
   If[x === $Failed, Return[$Unevaluated]];
   If[n1 =!= "Cartesian" && n2 =!= "Cartesian", x = simple[x, n1, chartParameters[a], p]];
   x];
coordinateTransform[___] := $Unevaluated;

(* orthonormal basis vectors of a chart as the rows of a matrix *)
frame[chart_, p_] := Module[{u = Table[Unique["u"], {Length[p]}], name = chartName[chart], pars = chartParameters[chart], x},
   x = toCartesian[name, pars, u];
   If[x === $Failed, Return[$Failed]];
   Table[With[{t = D[x, v]}, simple[t/Sqrt[Simplify[t . t]], name, pars, u]], {v, u}] /. Thread[u -> p]];

(* ---- TransformedField[c1 -> c2, f, {x1, ...} -> {y1, ...}] *)
transformedField[a_ -> b_, f_, x_List -> y_List] := Module[{back, na = chartName[a], nb = chartName[b], pa = chartParameters[a], pb = chartParameters[b], g, rotation},
   If[na === $Failed || nb === $Failed || Length[x] =!= Length[y], Return[$Unevaluated]];
   (* the old coordinates in terms of the new ones *)
   back = toCartesian[nb, pb, y];
   If[back === $Failed, Return[$Unevaluated]];
   back = fromCartesian[na, pa, back];
   If[back === $Failed, Return[$Unevaluated]];
   If[ListQ[f],
    If[ArrayDepth[f] > 2 || Union[Dimensions[f]] =!= {Length[x]}, Return[$Unevaluated]];
    rotation = {frame[a, back], frame[b, y]};
    If[! FreeQ[rotation, $Failed], Return[$Unevaluated]];
    rotation = rotation[[2]] . Transpose[rotation[[1]]];
    g = If[ArrayDepth[f] === 1, rotation . (f /. Thread[x -> back]), rotation . (f /. Thread[x -> back]) . Transpose[rotation]],
    g = f /. Thread[x -> back]];
   simple[g, nb, pb, y]];
transformedField[___] := $Unevaluated;

(* ---- CoordinateTransformData[c1 -> c2, property, point] *)
coordinateTransformData[t_, property_String] := With[{n = chartDimension[First[t]]}, If[! IntegerQ[n], $Unevaluated,
    With[{r = coordinateTransformData[t, property, Table[Indexed[Slot[1], i], {i, n}]]}, If[r === $Unevaluated, r, Function @@ {r}]]]];
coordinateTransformData[a_ -> b_, property_String, p_List] := Module[{u = Table[Unique["u"], {Length[p]}], m, na = chartName[a], pa = chartParameters[a]},
   m = coordinateTransform[a -> b, u];
   If[m === $Unevaluated, Return[$Unevaluated]];
   Switch[property,
     "Mapping", m,
     "MappingJacobian", D[m, {u}],
     "MappingJacobianDeterminant", simple[Det[D[m, {u}]], na, pa, u],
     "InverseMappingJacobian", simple[Inverse[D[m, {u}]], na, pa, u],
     "OrthonormalBasisRotation", simple[frame[b, m] . Transpose[frame[a, u]], na, pa, u],
     _, $Unevaluated] /. Thread[u -> p]];
coordinateTransformData[] := Sort[Keys[dimensions]];
coordinateTransformData[___] := $Unevaluated;

(* ---- CoordinateChartData[chart, property, point] *)
coordinateChartData[] := Sort[Keys[dimensions]];
coordinateChartData[c_, property : "Dimension" | "StandardCoordinateNames" | "StandardName"] := Module[{n = chartDimension[c]},
   Switch[property, "Dimension", n, "StandardName", {chartName[c], "Euclidean", n}, _, coordinateNames[chartName[c], n]]];
coordinateChartData[c_, property_String] := With[{n = chartDimension[c]}, If[! IntegerQ[n], $Unevaluated,
    With[{r = coordinateChartData[c, property, Table[Indexed[Slot[1], i], {i, n}]]}, If[r === $Unevaluated, r, Function @@ {r}]]]];
coordinateChartData[c_, property_String, p_List] := Module[{h = scales[c, p], name = chartName[c]},
   If[h === $Failed, Return[$Unevaluated]];
   Switch[property,
    "ScaleFactors", h,
    "Metric", DiagonalMatrix[h^2],
    "InverseMetric", DiagonalMatrix[1/h^2],
    "VolumeFactor", Times @@ h,
    "CoordinateRangeAssumptions", ranges[name, chartParameters[c], p],
    "ParameterRangeAssumptions", positive[name, chartParameters[c]],
    _, $Unevaluated]];
coordinateChartData[___] := $Unevaluated;
