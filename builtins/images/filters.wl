(* filters.wl - images as arrays: arithmetic, levels, filters, morphology, components, pieces. Filters take arrays of numbers, too.

   An image is worked on plane by plane; the result has the type of the image. Beyond the edges the nearest pixel stands. *)

imageQ[i_] := ImageQ[i];
planes[i_] := With[{d = ImageData[i, Interleaving -> False]}, If[ImageChannels[i] === 1, {d}, d]];
space[i_] := If[StringQ[ImageColorSpace[i]], {ColorSpace -> ImageColorSpace[i]}, {}];
typed[i_, t_] := If[MemberQ[{"Byte", "Bit16"}, t], Image[i, t], i];
made[ps_, i_] := typed[If[Length[ps] === 1, Image[First[ps], Sequence @@ space[i]], Image[ps, Interleaving -> False, Sequence @@ space[i]]], ImageType[i]];
each[f_, i_] := made[f /@ planes[i], i];
grayPlane[i_] := ImageData[ColorConvert[RemoveAlphaChannel[i], "Grayscale"]];
(* a filter for images and for arrays *)
apply[f_, i_?imageQ] := each[f, i];
apply[f_, l_List] := f[l];
apply[_, _] := $Unevaluated;
radii[r_?NumericQ, d_] := ConstantArray[Round[r], d];
radii[r_List, d_] := Round[r];

(* ---- neighbourhoods *)
padded[a_, rs_] := ArrayPad[a, Map[{#, #} &, rs], "Fixed"];
correlated[a_, k_] := With[{half = Quotient[Dimensions[k] - 1, 2]}, ListCorrelate[k, ArrayPad[a, MapThread[{#1, #2 - 1 - #1} &, {half, Dimensions[k]}], "Fixed"]]];
separable[a_, ks_] := If[ArrayDepth[a] === 1, correlated[a, First[ks]], correlated[correlated[a, List /@ First[ks]], {Last[ks]}]];
shifted[a_, rs_] := With[{p = padded[a, rs], n = Dimensions[a]}, Map[Function[o, Take[p, Sequence @@ MapThread[{1 + #1, #1 + #2} &, {o, n}]]], Tuples[Map[Range[0, 2 #] &, rs]]]];
ranked[f_, a_, rs_] := With[{s = shifted[a, rs]}, MapThread[f[{##}] &, s, ArrayDepth[a]]];
(* extremes along one direction at a time *)
running[f_, a_, rs_] := If[ArrayDepth[a] === 1, along[f, a, First[rs]], Transpose[Map[along[f, #, rs[[1]]] &, Transpose[Map[along[f, #, rs[[2]]] &, a]]]]];
along[f_, l_, r_] := If[r == 0, l, Map[f, Partition[ArrayPad[l, r, "Fixed"], 2 r + 1, 1]]];
meanFilter[x_, r_] := apply[With[{n = 2 radii[r, ArrayDepth[#]] + 1}, separable[#, Map[ConstantArray[1, #] &, n]]/(Times @@ n)] &, x];
medianFilter[x_, r_] := apply[ranked[Median, #, radii[r, ArrayDepth[#]]] &, x];
maxFilter[x_, r_] := apply[running[Max, #, radii[r, ArrayDepth[#]]] &, x];
minFilter[x_, r_] := apply[running[Min, #, radii[r, ArrayDepth[#]]] &, x];
commonestFilter[x_, r_] := apply[ranked[First[Commonest[#]] &, #, radii[r, ArrayDepth[#]]] &, x];
standardDeviationFilter[x_, r_] := apply[ranked[StandardDeviation, #, radii[r, ArrayDepth[#]]] &, x];
rangeFilter[x_, r_] := apply[running[Max, #, radii[r, ArrayDepth[#]]] - running[Min, #, radii[r, ArrayDepth[#]]] &, x];
imageFilter[f_, x_?imageQ, r_] := made[Map[ranked[Function[v, f[Partition[v, 2 Last[radii[r, 2]] + 1]]], #, radii[r, 2]] &, planes[x]], x];
imageFilter[___] := $Unevaluated;
(* the discrete Gaussian: modified Bessel functions of the square of sigma *)
weights[r_, s_] := If[r == 0 || s == 0, {1}, With[{w = Table[N[BesselI[Abs[n], s^2]], {n, -r, r}]}, w/Total[w]]];
sampled[r_, s_] := If[r == 0 || s == 0, {1}, With[{w = Table[N[E^(-n^2/(2 s^2))], {n, -r, r}]}, w/Total[w]]];
gauss[{r_, s_}, o_] := If[MemberQ[o, Method -> "Gaussian"], sampled, weights][Round[r], s];
gauss[r_, o_] := gauss[{r, r/2}, o];
gaussianMatrix[r_?NumericQ, o___Rule] := gaussianMatrix[{r, r/2}, o];
gaussianMatrix[{r_?NumericQ, s_?NumericQ}, o___Rule] := With[{w = gauss[{r, s}, {o}]}, Outer[Times, w, w]];
gaussianMatrix[r_, {a_Integer, b_Integer}, o___Rule] := With[{w = gauss[If[ListQ[r], r, {r, r/2}], {o}]}, Outer[Times, derived[w, a], derived[w, b]]];
gaussianMatrix[___] := $Unevaluated;
(* derivatives give 1 on x and on x^2/2, and nothing on constants *)
derived[w_, 0] := w;
derived[w_, 1] := With[{k = Range[-1, 1, 2/(Length[w] - 1)] w}, k/(k . Range[-Quotient[Length[w], 2], Quotient[Length[w], 2]])];
derived[w_, n_] := With[{x = Range[-Quotient[Length[w], 2], Quotient[Length[w], 2]]}, With[{k = (x^2 - w . x^2) w}, 2 k/(k . x^2)]] /; n === 2;
derived[w_, n_] := derived[w, 2] /; Length[w] === 1;
derived[w_, n_] := Nest[ListCorrelate[{-1, 0, 1}/2, ArrayPad[#, 1]] &, w, n];
gaussianFilter[x_, r_, o___Rule] := apply[separable[#, With[{w = gauss[r, {o}]}, {w, w}]] &, x];
gaussianFilter[___] := $Unevaluated;
blur[x_] := blur[x, 2];
blur[x_?imageQ, r_] := gaussianFilter[x, r, Method -> "Gaussian"];
blur[___] := $Unevaluated;
sharpen[x_] := sharpen[x, 2];
sharpen[x_?imageQ, r_] := each[Clip[2 # - separable[#, {sampled[Round[r], r/2], sampled[Round[r], r/2]}], {0, 1}] &, x];
sharpen[___] := $Unevaluated;
gradient[a_, r_] := With[{w = gauss[r, {}]}, With[{d = derived[w, 1]}, {separable[a, {d, w}], separable[a, {w, d}]}]];
gradientFilter[x_, r_] := apply[If[ArrayDepth[#] === 1, Abs[correlated[#, derived[gauss[r, {}], 1]]], With[{g = gradient[#, r]}, Sqrt[g[[1]]^2 + g[[2]]^2]]] &, x];
laplacianFilter[x_, r_] := apply[With[{k = Module[{m = ConstantArray[1, ConstantArray[2 r + 1, ArrayDepth[#]]]}, m]}, correlated[#, ReplacePart[k, ConstantArray[r + 1, ArrayDepth[#]] -> 1 - (2 r + 1)^ArrayDepth[#]]]] &, x];
laplacianGaussianFilter[x_, r_] := apply[With[{w = gauss[r, {}]}, With[{d = derived[w, 2]}, If[ArrayDepth[#] === 1, correlated[#, d], separable[#, {d, w}] + separable[#, {w, d}]]]] &, x];
imageConvolve[x_?imageQ, k_?MatrixQ] := each[correlated[#, Reverse[k, {1, 2}]] &, x];
imageCorrelate[x_?imageQ, k_?MatrixQ] := each[correlated[#, k] &, x];
imageConvolve[___] := $Unevaluated; imageCorrelate[___] := $Unevaluated;

(* ---- morphology: the structuring element is a radius (a box) or a matrix of zeros and ones *)
element[r_Integer] := BoxMatrix[r];
element[m_?MatrixQ] := m;
element[_] := $Failed;
spread[f_, k_, outside_, a_] := spread[f, k, outside, a, Quotient[Dimensions[k] + 1, 2]];
spread[f_, k_, outside_, a_, c_] := Module[{d = Dimensions[k], p, n = Dimensions[a]},
  p = ArrayPad[a, MapThread[{#1 - 1, #2 - #1} &, {c, d}], outside];
  Fold[f, Map[Function[o, Take[p, {o[[1]], o[[1]] + n[[1]] - 1}, {o[[2]], o[[2]] + n[[2]] - 1}]], Position[k, x_ /; x != 0, {2}, Heads -> False]]]];
larger[a_, b_] := (a + b + Abs[a - b])/2;
smaller[a_, b_] := (a + b - Abs[a - b])/2;
dilation[x_, r_] := With[{k = element[r]}, If[k === $Failed, $Unevaluated, apply[spread[larger, Reverse[k, {1, 2}], 0, #, Dimensions[k] + 1 - Quotient[Dimensions[k] + 1, 2]] &, x]]];
erosion[x_, r_] := With[{k = element[r]}, If[k === $Failed, $Unevaluated, apply[spread[smaller, k, 1, #] &, x]]];
opening[x_, r_] := With[{e = Erosion[x, r]}, If[Head[e] === Erosion, $Unevaluated, Dilation[e, r]]];
closing[x_, r_] := With[{e = Dilation[x, r]}, If[Head[e] === Dilation, $Unevaluated, Erosion[e, r]]];
topHatTransform[x_?imageQ, r_] := ImageSubtract[x, Opening[x, r]];
bottomHatTransform[x_?imageQ, r_] := ImageSubtract[Closing[x, r], x];
topHatTransform[___] := $Unevaluated; bottomHatTransform[___] := $Unevaluated;

(* ---- thresholds: Otsu's makes the variance between the two classes greatest *)
otsu[a_] := Module[{v = Flatten[N[a]], lo, hi, h, w, m, t, s},
  {lo, hi} = MinMax[v]; If[lo == hi, Return[lo]];
  h = BinCounts[(v - lo)/(hi - lo), {Append[Range[0, 255]/256., 1.0001]}];
  w = Accumulate[h]; m = Accumulate[h Range[256]]; t = Last[m]; s = Last[w];
  lo + (hi - lo) First[Ordering[Map[If[#[[1]] == 0 || #[[1]] == s, 0., (t #[[1]]/s - #[[2]])^2/(#[[1]] (s - #[[1]]))] &, N[Transpose[{w, m}]]], -1]]/256.];
binary[a_] := Image[a, "Bit"];
binarize[x_?imageQ] := With[{g = grayPlane[x]}, binary[UnitStep[g - otsu[g] - 10.^-9]]];
binarize[x_?imageQ, t_?NumericQ] := binary[1 - UnitStep[t - grayPlane[x]]];
binarize[x_?imageQ, {a_?NumericQ, b_?NumericQ}] := With[{g = grayPlane[x]}, binary[UnitStep[g - a] UnitStep[b - g]]];
binarize[x_?imageQ, f_] := With[{d = ImageData[x]}, With[{r = Map[If[TrueQ[f[#]], 1, 0] &, d, {2}]}, binary[r]]] /; MatchQ[f, _Function | _Symbol];
binarize[___] := $Unevaluated;
findThreshold[x_?imageQ] := otsu[grayPlane[x]];
findThreshold[l_List] := otsu[l];
findThreshold[___] := $Unevaluated;
imageAdjust[x_?imageQ] := With[{r = MinMax[planes[x]]}, If[r[[1]] == r[[2]], x, each[(# - r[[1]])/(r[[2]] - r[[1]]) &, x]]];
imageAdjust[x_?imageQ, c_?NumericQ] := imageAdjust[x, {c, 0, 1}];
imageAdjust[x_?imageQ, {c_, b_}] := imageAdjust[x, {c, b, 1}];
imageAdjust[x_?imageQ, {c_, b_, g_}] := each[Clip[(((1 + b) # - 0.5) (1 + c) + 0.5), {0., 1.}]^g &, x];
imageAdjust[x_?imageQ, corr_, {a_?NumericQ, b_?NumericQ}] := imageAdjust[each[Clip[(# - a)/(b - a), {0., 1.}] &, x], corr /. {} -> 0];
imageAdjust[___] := $Unevaluated;

(* ---- arithmetic of images and numbers *)
combined[f_, x_?imageQ, {}] := x;
combined[f_, x_?imageQ, {y_?NumericQ, r___}] := combined[f, each[f[#, y] &, x], {r}];
combined[f_, x_?imageQ, {y_?imageQ, r___}] := If[ImageDimensions[x] =!= ImageDimensions[y], $Failed, With[{p = planes[x], q = planes[y]}, combined[f, Which[Length[p] === Length[q], made[MapThread[f, {p, q}], x], Length[q] === 1, made[Map[f[#, First[q]] &, p], x], Length[p] === 1, made[Map[f[First[p], #] &, q], y], True, $Failed], {r}]]];
combined[f_, x_?imageQ, {c_, r___}] := With[{v = Quiet[List @@ ColorConvert[c, "RGB"]]}, If[VectorQ[v, NumericQ] && ImageChannels[x] === 3, combined[f, made[MapThread[f, {planes[x], Take[v, 3]}], x], {r}], $Failed]];
combined[___] := $Failed;
answer[r_] := If[r === $Failed || ! FreeQ[r, $Failed], $Unevaluated, r];
imageAdd[x_?imageQ, y__] := answer[combined[Plus, x, {y}]];
imageSubtract[x_?imageQ, y__] := answer[combined[Subtract, x, {y}]];
imageMultiply[x_?imageQ, y__] := answer[combined[Times, x, {y}]];
imageDifference[x_?imageQ, y_] := answer[combined[Abs[#1 - #2] &, x, {y}]];
imageAdd[___] := $Unevaluated; imageSubtract[___] := $Unevaluated; imageMultiply[___] := $Unevaluated; imageDifference[___] := $Unevaluated;
imageApply[f_, x_?imageQ] := With[{d = Map[f, ImageData[x], {2}]}, If[ArrayQ[d, 2 | 3, NumericQ], Image[N[d]], $Unevaluated]];
imageApply[f_, xs : {__?imageQ}] := With[{d = MapThread[f, ImageData /@ xs, 2]}, If[ArrayQ[d, 2 | 3, NumericQ], Image[N[d]], $Unevaluated]] /; SameQ @@ (ImageDimensions /@ xs);
imageApply[___] := $Unevaluated;

(* ---- channels *)
colorSeparate[x_?imageQ] := Map[typed[Image[#], ImageType[x]] &, planes[x]];
colorSeparate[x_?imageQ, s_String] := colorSeparate[ColorConvert[x, s]];
colorSeparate[___] := $Unevaluated;
colorCombine[xs : {__?imageQ}] := typed[Image[First /@ planes /@ xs, Interleaving -> False], ImageType[First[xs]]] /; SameQ @@ (ImageDimensions /@ xs);
colorCombine[xs : {__?imageQ}, s_String] := typed[Image[First /@ planes /@ xs, Interleaving -> False, ColorSpace -> s], ImageType[First[xs]]] /; SameQ @@ (ImageDimensions /@ xs);
colorCombine[___] := $Unevaluated;
alphaQ[x_] := MemberQ[{2, 4}, ImageChannels[x]];
removeAlphaChannel[x_?imageQ] := If[alphaQ[x], made[Most[planes[x]], x], x];
removeAlphaChannel[x_?imageQ, c_] := If[! alphaQ[x], x, With[{p = Most[planes[x]], a = Last[planes[x]], v = List @@ ColorConvert[c, If[ImageChannels[x] === 2, "Grayscale", "RGB"]]}, made[MapThread[#1 a + #2 (1 - a) &, {p, Take[v, Length[p]]}], x]]];
removeAlphaChannel[___] := $Unevaluated;
setAlphaChannel[x_?imageQ] := setAlphaChannel[x, 1];
setAlphaChannel[x_?imageQ, a_?NumericQ] := With[{p = planes[removeAlphaChannel[x]]}, made[Append[p, ConstantArray[N[a], Dimensions[First[p]]]], x]];
setAlphaChannel[x_?imageQ, a_?imageQ] := made[Append[planes[removeAlphaChannel[x]], grayPlane[a]], x] /; ImageDimensions[x] === ImageDimensions[a];
setAlphaChannel[___] := $Unevaluated;
alphaChannel[x_?imageQ] := Image[If[alphaQ[x], Last[planes[x]], ConstantArray[1., Reverse[ImageDimensions[x]]]]];
alphaChannel[___] := $Unevaluated;

(* ---- making and cutting *)
size[n_Integer] := {n, n};
size[{w_Integer, h_Integer}] := {w, h};
size[_] := $Failed;
color[v_?NumericQ] := v;
color[l_List] := l;
color[GrayLevel[g_]] := g;
color[c_] := List @@ ColorConvert[c, "RGB"];
constantImage[v_, s_, o___] := constantImage[v, s, Automatic, o] /; ! StringQ[{o} /. {x_, ___} :> x];
constantImage[v_, s_, t : (Automatic | _String), ___] := With[{d = size[s], c = color[v]}, If[d === $Failed || ! VectorQ[Flatten[{c}], NumericQ], $Unevaluated, Image[ConstantArray[N[c], Reverse[d]], Sequence @@ If[StringQ[t], {t}, {}]]]];
randomImage[] := randomImage[1];
randomImage[m_] := randomImage[m, {150, 150}];
randomImage[m_, s_, o___] := With[{d = size[s], k = Switch[ColorSpace /. {o}, "RGB", {3}, "HSB", {3}, "CMYK", {4}, _, {}]}, If[d === $Failed, $Unevaluated, With[{a = If[NumericQ[m] || MatchQ[m, {_?NumericQ, _?NumericQ}], RandomReal[m, Join[Reverse[d], k]], RandomVariate[m, Join[Reverse[d], k]]]}, If[ArrayQ[a], Image[a], $Unevaluated]]]];
span[i_Integer, n_] := If[i > 0, {1, i}, {n + i + 1, n}];
span[{a_Integer, b_Integer}, n_] := {If[a < 0, n + a + 1, a], If[b < 0, n + b + 1, b]};
span[All, n_] := {1, n};
span[__] := $Failed;
imageTake[x_?imageQ, r_] := imageTake[x, r, All];
imageTake[x_?imageQ, r_, c_] := With[{d = ImageDimensions[x]}, With[{a = span[r, d[[2]]], b = span[c, d[[1]]]}, If[MemberQ[{a, b}, $Failed] || ! (1 <= a[[1]] <= a[[2]] <= d[[2]] && 1 <= b[[1]] <= b[[2]] <= d[[1]]), $Unevaluated, made[Map[Take[#, a, b] &, planes[x]], x]]]];
imageTake[___] := $Unevaluated;
imagePad[x_?imageQ, m_] := imagePad[x, m, 0];
imagePad[x_?imageQ, m_, p_] := Module[{k = Switch[m, _Integer, {{m, m}, {m, m}}, {_Integer, _Integer}, {m, m}, {{_, _}, {_, _}}, m, _, $Failed], v, how},
  If[k === $Failed, Return[$Unevaluated]];
  how = Which[MemberQ[{"Fixed", "Periodic", "Reflected"}, p], Table[p, ImageChannels[x]], NumericQ[p], Table[p, ImageChannels[x]], True, v = Flatten[{color[p]}]; If[Length[v] === ImageChannels[x], v, Table[First[v], ImageChannels[x]]]];
  made[MapThread[ArrayPad[#1, {Reverse[k[[2]]], k[[1]]}, #2] &, {planes[x], how}], x]];
imagePad[___] := $Unevaluated;
borderDimensions[x_?imageQ] := borderDimensions[x, 0];
borderDimensions[x_?imageQ, t_] := Module[{d = ImageData[x], same, rows, cols, c}, c = d[[1, 1]]; same = Map[Max[Abs[Flatten[{# - c}]]] <= t &, d, {2}];
  rows = Map[And @@ # &, same]; cols = Map[And @@ # &, Transpose[same]];
  {{LengthWhile[cols, TrueQ], LengthWhile[Reverse[cols], TrueQ]}, {LengthWhile[Reverse[rows], TrueQ], LengthWhile[rows, TrueQ]}}];
borderDimensions[___] := $Unevaluated;
imageCrop[x_?imageQ] := With[{b = borderDimensions[x], d = ImageDimensions[x]}, If[Total[First[b]] >= d[[1]], x, imageTake[x, {1 + b[[2, 2]], d[[2]] - b[[2, 1]]}, {1 + b[[1, 1]], d[[1]] - b[[1, 2]]}]]];
imageCrop[x_?imageQ, w_Integer] := imageCrop[x, {w, ImageDimensions[x][[2]]}];
imageCrop[x_?imageQ, {w_Integer, h_Integer}] := Module[{d = ImageDimensions[x], cut, y = x}, cut = d - {w, h};
  y = imageTake[y, {1 + Max[0, Floor[cut[[2]]/2]], d[[2]] - Max[0, Ceiling[cut[[2]]/2]]}, {1 + Max[0, Floor[cut[[1]]/2]], d[[1]] - Max[0, Ceiling[cut[[1]]/2]]}];
  If[Min[cut] < 0, imagePad[y, Map[With[{n = Max[0, -#]}, {Floor[n/2], Ceiling[n/2]}] &, cut]], y]];
imageCrop[___] := $Unevaluated;
imageRotate[x_?imageQ] := imageRotate[x, Pi/2];
imageRotate[x_?imageQ, Left] := imageRotate[x, Pi/2]; imageRotate[x_?imageQ, Right] := imageRotate[x, -Pi/2]; imageRotate[x_?imageQ, Top] := x; imageRotate[x_?imageQ, Bottom] := imageRotate[x, Pi];
imageRotate[x_?imageQ, t_?NumericQ, o___] := Module[{k = t/(Pi/2), n = Reverse[ImageDimensions[x]], c, s, m, new, ys, xs},
  If[IntegerQ[k], Return[made[Map[Nest[Reverse[Transpose[#]] &, #, Mod[k, 4]] &, planes[x]], x]]];
  {c, s} = N[{Cos[t], Sin[t]}]; new = Ceiling[{Abs[n[[1]] c] + Abs[n[[2]] s], Abs[n[[2]] c] + Abs[n[[1]] s]} - 10.^-6];
  made[Map[Function[p, Table[With[{dx = j - (new[[2]] + 1)/2., dy = i - (new[[1]] + 1)/2.}, bilinear[p, n, dy c + dx s + (n[[1]] + 1)/2., dx c - dy s + (n[[2]] + 1)/2.]], {i, new[[1]]}, {j, new[[2]]}]], planes[x]], x]];
imageRotate[___] := $Unevaluated;
bilinear[p_, {h_, w_}, y_, x_] := If[! (0.5 <= y <= h + 0.5 && 0.5 <= x <= w + 0.5), 0., With[{a = Clip[y, {1., h + 0.}], b = Clip[x, {1., w + 0.}]}, With[{i = Floor[a], j = Floor[b]}, With[{u = a - i, v = b - j, k = Min[i + 1, h], l = Min[j + 1, w]}, (1 - u) ((1 - v) p[[i, j]] + v p[[i, l]]) + u ((1 - v) p[[k, j]] + v p[[k, l]])]]]];
imagePartition[x_?imageQ, s_] := imagePartition[x, s, s];
imagePartition[x_?imageQ, s_, d_] := Module[{w = size[s], o = size[d], n = ImageDimensions[x]}, If[MemberQ[{w, o}, $Failed], Return[$Unevaluated]];
  Table[imageTake[x, {i, i + w[[2]] - 1}, {j, j + w[[1]] - 1}], {i, 1, n[[2]] - w[[2]] + 1, o[[2]]}, {j, 1, n[[1]] - w[[1]] + 1, o[[1]]}]];
imagePartition[___] := $Unevaluated;
imageAssemble[xs : {__?imageQ}] := imageAssemble[{xs}];
imageAssemble[xs : {{__?imageQ} ..}] := With[{ps = Map[planes, xs, {2}]}, If[! SameQ @@ (Length /@ Flatten[ps, 1]), $Unevaluated, made[Table[ArrayFlatten[Map[#[[k]] &, ps, {2}]], {k, Length[ps[[1, 1]]]}], xs[[1, 1]]]]];
imageAssemble[___] := $Unevaluated;
imageCompose[x_?imageQ, y_?imageQ] := imageCompose[x, y, ImageDimensions[x]/2];
imageCompose[x_?imageQ, {y_?imageQ, a_?NumericQ}, r___] := imageCompose[x, setAlphaChannel[y, a], r];
imageCompose[x_?imageQ, y_?imageQ, pos_] := Module[{n = Reverse[ImageDimensions[x]], m = Reverse[ImageDimensions[y]], at, p = planes[x], q = planes[y], a, top, left},
  at = Replace[pos, {Scaled[s_] :> s ImageDimensions[x], Center -> ImageDimensions[x]/2}];
  If[! MatchQ[at, {_?NumericQ, _?NumericQ}], Return[$Unevaluated]];
  {top, left} = {Round[n[[1]] - at[[2]] - m[[1]]/2], Round[at[[1]] - m[[2]]/2]};
  a = If[alphaQ[y], Last[q], ConstantArray[1., m]]; If[alphaQ[y], q = Most[q]];
  If[Length[q] < Length[p], q = ConstantArray[First[q], Length[p]]];
  made[MapIndexed[Function[{plane, k}, Module[{out = plane}, Do[If[1 <= i + top <= n[[1]] && 1 <= j + left <= n[[2]], out[[i + top, j + left]] = out[[i + top, j + left]] (1 - a[[i, j]]) + a[[i, j]] q[[First[k], i, j]]], {i, m[[1]]}, {j, m[[2]]}]; out]], p], x]];
imageCompose[___] := $Unevaluated;
thumbnail[x_?imageQ] := thumbnail[x, 50];
thumbnail[x_?imageQ, s_Integer] := With[{d = ImageDimensions[x]}, ImageResize[x, Round[s d/Max[d]] /. 0 -> 1]];
thumbnail[___] := $Unevaluated;

(* ---- pixels: positions {column, row from below} *)
pixelAt[d_, h_, w_, {x_, y_}] := If[1 <= x <= w && 1 <= y <= h, d[[h + 1 - y, x]], 0];
pixelValue[x_?imageQ, p : {_Integer, _Integer}] := With[{d = ImageData[x], n = ImageDimensions[x]}, pixelAt[d, n[[2]], n[[1]], p]];
pixelValue[x_?imageQ, ps : {{_Integer, _Integer} ..}] := With[{d = ImageData[x], n = ImageDimensions[x]}, Map[pixelAt[d, n[[2]], n[[1]], #] &, ps]];
pixelValue[x_?imageQ, p_, t_String] := With[{d = ImageData[x, t], n = ImageDimensions[x]}, If[MatchQ[p, {_Integer, _Integer}], pixelAt[d, n[[2]], n[[1]], p], Map[pixelAt[d, n[[2]], n[[1]], #] &, p]]];
pixelValue[___] := $Unevaluated;
imageValue[x_?imageQ, p : {_?NumericQ, _?NumericQ}] := With[{n = Reverse[ImageDimensions[x]]}, With[{v = Map[bilinear[#, n, n[[1]] - p[[2]] + 0.5, p[[1]] + 0.5] &, planes[x]]}, If[Length[v] === 1, First[v], v]]];
imageValue[x_?imageQ, ps : {{_?NumericQ, _?NumericQ} ..}] := Map[imageValue[x, #] &, ps];
imageValue[___] := $Unevaluated;
pixelValuePositions[x_?imageQ, v_] := pixelValuePositions[x, v, 0];
pixelValuePositions[x_?imageQ, v_, t_] := With[{d = ImageData[x], h = ImageDimensions[x][[2]], c = color[v]}, Map[{#[[2]], h + 1 - #[[1]]} &, Position[Map[Max[Abs[Flatten[{# - c}]]] <= t + 10.^-6 &, d, {2}], True, {2}]]];
pixelValuePositions[___] := $Unevaluated;
imageLevels[x_?imageQ] := imageLevels[x, 256];
imageLevels[x_?imageQ, n_Integer] := With[{one = Function[p, Transpose[{(Range[n] - 1/2.)/n, BinCounts[Flatten[p], {Append[Range[0, n - 1]/N[n], 1.0000001]}]}]]}, If[ImageChannels[x] === 1, one[First[planes[x]]], one /@ planes[x]]];
imageLevels[___] := $Unevaluated;
imageMeasurements[x_?imageQ, prop_String] := With[{one = Switch[prop, "Mean" | "MeanIntensity", Mean[Flatten[#]] &, "Total", Total[Flatten[#]] &, "Min" | "MinIntensity", Min, "Max" | "MaxIntensity", Max, "StandardDeviation", StandardDeviation[Flatten[#]] &, "Median", Median[Flatten[#]] &, "Variance", Variance[Flatten[#]] &, _, None]},
  Switch[prop, "Dimensions", ImageDimensions[x], "AspectRatio", ImageAspectRatio[x], "Channels", ImageChannels[x], "SampleDepth" | "Type", ImageType[x], "MeanIntensity" | "MinIntensity" | "MaxIntensity", one[grayPlane[x]], _, If[one === None, $Unevaluated, With[{v = one /@ planes[x]}, If[Length[v] === 1, First[v], v]]]]];
imageMeasurements[x_?imageQ, ps_List] := Map[ImageMeasurements[x, #] &, ps];
imageMeasurements[___] := $Unevaluated;

(* ---- components: numbered in the order in which rows meet them *)
labels[a_, corners_] := Module[{h, w, out, n = 0, stack, i, j, near}, {h, w} = Dimensions[a]; out = ConstantArray[0, {h, w}];
  near = If[corners, {{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}, {0, 1}, {1, -1}, {1, 0}, {1, 1}}, {{-1, 0}, {0, -1}, {0, 1}, {1, 0}}];
  Do[If[a[[r, c]] != 0 && out[[r, c]] == 0, n++; stack = {{r, c}, {}}; out[[r, c]] = n;
     While[stack =!= {}, {i, j} = First[stack]; stack = Last[stack];
      Do[With[{p = i + d[[1]], q = j + d[[2]]}, If[1 <= p <= h && 1 <= q <= w && a[[p, q]] != 0 && out[[p, q]] == 0, out[[p, q]] = n; stack = {{p, q}, stack}]], {d, near}]]], {r, h}, {c, w}];
  out];
cornered[o_] := ! MemberQ[o, CornerNeighbors -> False];
morphologicalComponents[x_?imageQ, o___Rule] := labels[ImageData[If[ImageType[x] === "Bit", x, binarize[x, 0]]], cornered[{o}]];
morphologicalComponents[m_?MatrixQ, o___Rule] := labels[m, cornered[{o}]];
morphologicalComponents[x_?imageQ, t_?NumericQ, o___Rule] := labels[ImageData[binarize[x, t]], cornered[{o}]];
morphologicalComponents[m_?MatrixQ, t_?NumericQ, o___Rule] := labels[1 - UnitStep[t - m], cornered[{o}]];
morphologicalComponents[___] := $Unevaluated;
labeled[x_?imageQ, o_] := morphologicalComponents[x, Sequence @@ o];
labeled[m_?MatrixQ, o_] := m;
labeled[__] := $Failed;
places[l_] := KeySort[KeyDrop[GroupBy[Join @@ MapIndexed[{#1, #2} &, l, {2}], First -> Last], 0]];
measure["Count" | "Area", ps_, h_, l_, k_] := Length[ps];
measure["Centroid", ps_, h_, l_, k_] := With[{m = N[Mean[ps]]}, {m[[2]] - 0.5, h - m[[1]] + 0.5}];
measure["BoundingBox", ps_, h_, l_, k_] := With[{r = MinMax[ps[[All, 1]]], c = MinMax[ps[[All, 2]]]}, N[{{c[[1]] - 1, h - r[[2]]}, {c[[2]], h - r[[1]] + 1}}]];
measure["BoundingBoxArea", ps_, h_, l_, k_] := With[{b = measure["BoundingBox", ps, h, l, k]}, Times @@ (b[[2]] - b[[1]])];
measure["EquivalentDiskRadius", ps_, h_, l_, k_] := Sqrt[Length[ps]/Pi] // N;
measure["PerimeterCount", ps_, h_, l_, k_] := Count[ps, p_ /; AnyTrue[{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}, Function[d, With[{q = p + d}, ! (1 <= q[[1]] <= Length[l] && 1 <= q[[2]] <= Length[First[l]]) || l[[q[[1]], q[[2]]]] =!= k]]]];
measure["AdjacentBorders", ps_, h_, l_, k_] := {If[Min[ps[[All, 1]]] == 1, Top, Nothing], If[Max[ps[[All, 1]]] == Length[l], Bottom, Nothing], If[Min[ps[[All, 2]]] == 1, Left, Nothing], If[Max[ps[[All, 2]]] == Length[First[l]], Right, Nothing]};
measure["AdjacentBorderCount", a__] := Length[measure["AdjacentBorders", a]];
measure["Label", ps_, h_, l_, k_] := k;
measure["Mask", ps_, h_, l_, k_] := SparseArray[Map[# -> 1 &, ps], Dimensions[l]];
measure["Elongation", ps_, h_, l_, k_] := If[Length[ps] < 2, 0., With[{e = Sort[Eigenvalues[Covariance[N[ps]] + IdentityMatrix[2]/12.]]}, 1 - Sqrt[First[e]/Last[e]]]];
measure[{a_, ___}, r__] := measure[a, r];
componentMeasurements[x_, prop_String, o___Rule] := With[{l = labeled[x, {o}]}, If[l === $Failed || ! knownQ[prop], $Unevaluated, KeyValueMap[#1 -> measure[prop, #2, Length[l], l, #1] &, places[l]]]];
componentMeasurements[x_, props : {__String}, o___Rule] := With[{l = labeled[x, {o}]}, If[l === $Failed || ! AllTrue[props, knownQ], $Unevaluated, KeyValueMap[Function[{k, ps}, k -> Map[measure[#, ps, Length[l], l, k] &, props]], places[l]]]];
componentMeasurements[___] := $Unevaluated;
knownQ[p_] := MemberQ[{"Count", "Area", "Centroid", "BoundingBox", "BoundingBoxArea", "EquivalentDiskRadius", "PerimeterCount", "AdjacentBorders", "AdjacentBorderCount", "Label", "Mask", "Elongation"}, p];
kept[x_, l_, keep_] := With[{m = Association[Map[# -> 1 &, keep]]}, If[imageQ[x], Image[ImageData[x] Map[Lookup[m, #, 0] &, l, {2}], If[ImageType[x] === "Bit", "Bit", Automatic]], x Map[Lookup[m, #, 0] &, l, {2}]]];
selectComponents[x_, prop_String, test_] := With[{l = labeled[x, {}]}, If[l === $Failed || ! knownQ[prop], $Unevaluated, kept[x, l, Select[componentMeasurements[If[imageQ[x], x, l], prop], TrueQ[test[Last[#]]] &][[All, 1]]]]] /; ! IntegerQ[test];
selectComponents[x_, prop_String, n_Integer] := With[{l = labeled[x, {}]}, kept[x, l, With[{s = SortBy[componentMeasurements[If[imageQ[x], x, l], prop], N[Last[#]] &]}, Take[If[n > 0, Reverse[s], s], UpTo[Abs[n]]][[All, 1]]]]];
selectComponents[___] := $Unevaluated;
deleteSmallComponents[x_] := With[{c = componentMeasurements[x, "Count"]}, deleteSmallComponents[x, Floor[N[Mean[c[[All, 2]]]]]] /; ListQ[c] && c =!= {}];
deleteSmallComponents[x_, n_?NumericQ, o___Rule] := With[{l = labeled[x, {o}]}, If[l === $Failed, $Unevaluated, kept[x, l, Keys[Select[places[l], Length[#] >= n &]]]]];
deleteSmallComponents[x_] := If[imageQ[x], x, $Unevaluated];
deleteBorderComponents[x_, o___Rule] := With[{l = labeled[x, {o}]}, If[l === $Failed, $Unevaluated, kept[x, l, Complement[Union[Flatten[l]], Union[First[l], Last[l], l[[All, 1]], l[[All, -1]]]]]]];
(* colours for labels: hues as far apart as the golden ratio makes them; 0 is black *)
colorize[m_?MatrixQ] := With[{n = Max[Flatten[m]]}, Image[Map[If[# === 0, {0., 0., 0.}, N[List @@ ColorConvert[Hue[Mod[# N[GoldenRatio], 1], 0.6, 0.9], "RGB"]]] &, m, {2}]]] /; MatrixQ[m, IntegerQ[#] && # >= 0 &];
colorize[x_?imageQ, o___] := Image[Map[List @@ ColorConvert[Blend[{RGBColor[0.24, 0.15, 0.66], RGBColor[0.15, 0.6, 0.8], RGBColor[0.98, 0.85, 0.2]}, #], "RGB"] &, grayPlane[x], {2}]];
colorize[___] := $Unevaluated;

(* ---- distance to the nearest background pixel: exact, first down the columns, then along the rows *)
columnDistance[l_] := Module[{d = 10.^6}, MapThread[Min, {Map[(d = If[# == 0, 0., d + 1.]) &, l], d = 10.^6; Reverse[Map[(d = If[# == 0, 0., d + 1.]) &, Reverse[l]]]}]];
distances[a_] := With[{g = Transpose[columnDistance /@ Transpose[a]]^2}, Map[Function[row, With[{k = Range[Length[row]]}, Map[Min[row + (k - #)^2] &, k]]], g]] // Sqrt;
distanceTransform[x_?imageQ] := Image[distances[ImageData[If[ImageType[x] === "Bit", x, binarize[x, 0]]]]];
distanceTransform[x_?imageQ, t_?NumericQ] := Image[distances[ImageData[binarize[x, t]]]];
distanceTransform[___] := $Unevaluated;
maxDetect[x_?imageQ] := Image[maxima[grayPlane[x]], "Bit"];
maxDetect[m_?MatrixQ] := maxima[m];
maxDetect[___] := $Unevaluated;
minDetect[x_?imageQ] := Image[maxima[-grayPlane[x]], "Bit"];
minDetect[m_?MatrixQ] := maxima[-m];
minDetect[___] := $Unevaluated;
(* flat tops without a higher neighbour *)
maxima[a_] := Module[{up = running[Max, a, {1, 1}], flat, bad}, flat = 1 - Unitize[up - a]; bad = labels[MapThread[If[#1 == 1, 1, 0] &, {flat, a}, 2], True];
  With[{lost = Union[Flatten[MapThread[If[#1 == 0, 0, #2] &, {1 - flat, spread[larger, BoxMatrix[1], 0, bad] Map[Boole, MapThread[#1 == #2 &, {running[Max, a flat + Min[a] (1 - flat), {1, 1}], a}, 2], {2}]}, 2]]]}, Map[Boole[# > 0 && ! MemberQ[lost, #]] &, bad, {2}]]];
(* Canny: gradient of the smoothed image, thinned across the edge, thresholds with hysteresis *)
edgeDetect[x_?imageQ] := edgeDetect[x, 2];
edgeDetect[x_?imageQ, r_] := edgeDetect[x, r, Automatic];
edgeDetect[x_?imageQ, r_, t_] := Module[{g = gradient[grayPlane[x], r], m, h, w, thin, high, low, strong, l},
  m = Sqrt[g[[1]]^2 + g[[2]]^2]; {h, w} = Dimensions[m];
  If[Max[m] < 10.^-6, Return[binary[0 m // Round]]];
  thin = Table[With[{dy = g[[1, i, j]], dx = g[[2, i, j]], v = m[[i, j]]}, If[v == 0., 0., With[{s = Switch[Mod[Round[ArcTan[dx, dy]/(Pi/4)], 4], 0, {0, 1}, 1, {1, 1}, 2, {1, 0}, _, {1, -1}]},
      If[v >= at[m, i + s[[1]], j + s[[2]], h, w] && v > at[m, i - s[[1]], j - s[[2]], h, w], v, 0.]]]], {i, h}, {j, w}];
  high = Switch[t, _?NumericQ, t Max[m], {_?NumericQ, _?NumericQ}, Last[t] Max[m], _, otsu[m]]; low = Switch[t, {_?NumericQ, _?NumericQ}, First[t] Max[m], _, high/2];
  l = labels[UnitStep[thin - low] Unitize[thin], True]; strong = DeleteCases[Union[Flatten[l UnitStep[thin - high]]], 0];
  With[{k = Association[Map[# -> 1 &, strong]]}, binary[Map[Lookup[k, #, 0] &, l, {2}]]]];
edgeDetect[___] := $Unevaluated;
at[m_, i_, j_, h_, w_] := If[1 <= i <= h && 1 <= j <= w, m[[i, j]], 0.];

(* ---- colours: the median cut of the pixels *)
pixels[x_] := Flatten[ImageData[ColorConvert[removeAlphaChannel[x], "RGB"]], 1];
cut[boxes_, n_] := Module[{b = boxes, k, widest, axis, s}, While[Length[b] < n, widest = Map[Function[p, Max[Map[Max[#] - Min[#] &, Transpose[p]]] Sqrt[Length[p]]], b]; k = First[Ordering[widest, -1]];
    If[widest[[k]] == 0., Break[]]; axis = First[Ordering[Map[Max[#] - Min[#] &, Transpose[b[[k]]]], -1]]; s = SortBy[b[[k]], #[[axis]] &];
    With[{half = Quotient[Length[s], 2]}, b = Join[Delete[b, k], {Take[s, half], Drop[s, half]}]]]; b];
dominantColors[x_?imageQ] := dominantColors[x, 6];
dominantColors[x_?imageQ, n_Integer] := Map[RGBColor @@ Mean[#] &, SortBy[DeleteCases[cut[{pixels[x]}, n], {}], -Length[#] &]];
dominantColors[___] := $Unevaluated;
colorQuantize[x_?imageQ] := colorQuantize[x, 8];
colorQuantize[x_?imageQ, n_Integer] := colorQuantize[x, Map[Mean, cut[{pixels[x]}, n]]];
colorQuantize[x_?imageQ, cs_List] := With[{c = Map[If[ListQ[#], #, List @@ ColorConvert[#, "RGB"]] &, cs]}, With[{f = Nearest[N[c]]}, typed[Image[Map[First[f[#]] &, ImageData[ColorConvert[removeAlphaChannel[x], "RGB"]], {2}], ColorSpace -> "RGB"], ImageType[x]]]];
colorQuantize[___] := $Unevaluated;
colorReplace[x_?imageQ, (a_ -> b_), d_: 0.1] := With[{p = Take[List @@ ColorConvert[a, "RGB"], 3], q = Take[List @@ ColorConvert[b, "RGB"], 3]}, Image[Map[If[EuclideanDistance[#, p] <= d, q, #] &, ImageData[ColorConvert[removeAlphaChannel[x], "RGB"]], {2}]]];
colorReplace[___] := $Unevaluated;
