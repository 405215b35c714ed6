(* layout.wl - pictures put together: Show, rows, columns and grids of graphics. *)
LoadUnit["graphics/common"];
say = System`Library`graphics`common`say; firstOfEach = System`Library`graphics`common`firstOfEach; names2D = System`Library`graphics`common`names2D;
names3D = System`Library`graphics`common`names3D;

pictureQ[_Graphics | _Graphics3D | _Image | _Legended] := True;
pictureQ[_] := False;
optionQ[_Rule | _RuleDelayed] := True;
optionQ[l_List] := l =!= {} && AllTrue[l, optionQ];
optionQ[_] := False;
inner[Legended[g_, _]] := inner[g];
inner[g_] := g;
legends[Legended[g_, l_]] := Append[legends[g], l];
legends[_] := {};
primitives[g_] := First[g];
own[g_] := Options[g];

show[args___] := Module[{all = Flatten[{args}], given, pictures, bad, cores},
  given = Select[all, optionQ]; pictures = Select[all, ! optionQ[#] &];
  bad = SelectFirst[pictures, ! pictureQ[#] &, None];
  If[bad =!= None, say[Show, "gtype", If[AtomQ[bad], bad, Head[bad]]]; Return[$Unevaluated]];
  If[pictures === {}, Return[$Unevaluated]];
  cores = inner /@ pictures;
  If[Length[Union[Head /@ cores]] > 1 || Length[cores] > 1 && MatchQ[First[cores], _Image], say[Show, "gcomb", HoldForm[Show][Sequence @@ pictures]]; Return[$Unevaluated]];
  If[MatchQ[First[cores], _Image], Return[First[pictures]]];
  Fold[Legended, Head[First[cores]][If[Length[cores] === 1, primitives[First[cores]], primitives /@ cores], firstOfEach[Join[given, Join @@ (own /@ cores)]]], Join @@ (legends /@ pictures)]];

(* ---- cells of 360 points width, as high as the aspect of what is in them *)
aspect[g_Graphics] := With[{a = AspectRatio /. Join[own[g], {AspectRatio -> Automatic}]}, If[NumericQ[a], N[a], 1.]];
aspect[g_Image] := N[Divide @@ Reverse[ImageDimensions[g]]];
aspect[Legended[g_, _]] := aspect[g];
aspect[_] := 1.;
graphicsRow[l_List, o___] := laid[{l}, {o}, GraphicsRow];
graphicsColumn[l_List, o___] := laid[List /@ l, {o}, GraphicsColumn];
graphicsGrid[l : {__List}, o___] := laid[l, {o}, GraphicsGrid];
graphicsRow[___] := $Unevaluated; graphicsColumn[___] := $Unevaluated; graphicsGrid[___] := $Unevaluated;
gap[spec_, size_] := Switch[spec, _?NumericQ, N[spec], Scaled[_?NumericQ], First[spec] size, {_, ___}, gap[First[spec], size], _, 0.1 size];
laid[rows_, rest_, head_] := Module[{given = Select[rest, optionQ], spacing, n = Max[Length /@ rows], w = 360., heights, gx, gy, tops},
  spacing = If[Length[rest] > 0 && ! optionQ[First[rest]], First[rest], Spacings /. Flatten[given] /. Options[head]];
  heights = Map[w Max[Append[aspect /@ DeleteCases[#, Null | None | ""], 0.]] &, rows] /. 0. -> w;
  {gx, gy} = If[MatchQ[spacing, {_, _}], {gap[First[spacing], w], gap[Last[spacing], w]}, {gap[spacing, w], gap[spacing, w]}];
  tops = Most[FoldList[#1 - #2 - gy &, 0., heights]];
  Graphics[{{}, Join @@ Table[Map[If[MemberQ[{Null, None, "", SpanFromLeft, SpanFromAbove, SpanFromBoth}, rows[[i, #]]], Nothing,
       Inset[rows[[i, #]], {(# - 1) (w + gx) + w/2, tops[[i]] - heights[[i]]/2}, Center, {w, heights[[i]]}]] &, Range[Length[rows[[i]]]]], {i, Length[rows]}]},
    firstOfEach[Join[Select[Flatten[given], MemberQ[names2D, First[#]] &],
      {PlotRange -> {{0, n w + (n - 1) gx}, {Last[tops] - Last[heights], 0}}, PlotRangePadding -> {6, 5}, AspectRatio -> Automatic}]]]];

(* ---- AbsoluteOptions: the range that primitives fill, and what follows from it, in the place of Automatic *)
corners[(Line | Point | Polygon | Arrow | BezierCurve | BSplineCurve | Triangle)[p_List, ___]] := Cases[{p}, {_?NumericQ, _?NumericQ}, Infinity];
corners[(Disk | Circle)[]] := corners[Disk[{0, 0}, 1]];
corners[(Disk | Circle)[c_List, r_ : 1, ___]] := With[{d = If[ListQ[r], r, {r, r}]}, {c - d, c + d}] /; VectorQ[Flatten[{c, r}], NumericQ];
corners[Annulus[c_List, {_, r_}, ___]] := {c - r, c + r};
corners[Rectangle[]] := {{0, 0}, {1, 1}};
corners[Rectangle[a_List]] := {a, a + 1};
corners[Rectangle[a_List, b_List, ___]] := {a, b};
corners[Raster[_, {a_List, b_List}, ___]] := {a, b};
corners[Raster[m_List]] := {{0, 0}, Reverse[Take[Dimensions[m], 2]]};
corners[(Text | Inset)[_, p : {_?NumericQ, _?NumericQ}, ___]] := {p};
corners[_] := {};
filled[g_] := With[{pts = N[Join @@ Map[corners, Cases[{First[Normal[g]]}, _Line | _Point | _Polygon | _Arrow | _BezierCurve | _BSplineCurve | _Triangle | _Disk | _Circle | _Annulus | _Rectangle | _Raster | _Text | _Inset, Infinity]]]},
  If[pts === {}, {{0., 1.}, {0., 1.}}, Map[MinMax, Transpose[pts]]]];
absoluteOptions[g_Graphics] := Module[{rules = firstOfEach[Join[own[g], Options[Graphics]]], range = filled[g], given, set},
  given = PlotRange /. rules;
  range = Switch[given, {{_, _}, {_, _}}, MapThread[If[VectorQ[#1, NumericQ], N[#1], #2] &, {given, range}], {_?NumericQ, _?NumericQ}, {First[range], N[given]}, _, range];
  set = {PlotRange -> range,
    AspectRatio -> Replace[AspectRatio /. rules, {Automatic :> With[{d = Map[Last[#] - First[#] &, range]}, If[First[d] == 0, 1., Last[d]/First[d]]], a_ :> N[a]}],
    AxesOrigin -> Replace[AxesOrigin /. rules, Automatic :> Map[If[#[[1]] <= 0 <= #[[2]], 0., #[[1]]] &, range]],
    ImageSize -> Replace[ImageSize /. rules, Automatic -> 360.]};
  firstOfEach[Join[set, rules]]];
absoluteOptions[Legended[g_, _]] := absoluteOptions[g];
absoluteOptions[s_Symbol] := Options[s];
absoluteOptions[g_, names_] := With[{all = absoluteOptions[g]}, If[all === $Unevaluated, all, Cases[all, (n_ -> _) /; MemberQ[Flatten[{names}], n]]]];
absoluteOptions[___] := $Unevaluated;
rasterize[i_Image, ___] := i;
rasterize[g_, ___] := (say[Rasterize, "norend", g]; $Unevaluated);
