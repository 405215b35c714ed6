(* windows.wl - smoothing windows, filter kernels by truncated ideal responses, linear filters of lists, periodograms and spectrograms. *)

(* ---- windows: functions on -1/2 .. 1/2, zero outside *)
inside[f_, x_] := If[NumericQ[x], If[-1/2 <= x <= 1/2, f, 0], Piecewise[{{f, -1/2 <= x <= 1/2}}, 0]];
cosines[c_, x_] := inside[c . Cos[2 Pi x Range[0, Length[c] - 1]], x];
dirichletWindow[x_] := inside[1, x];
hannWindow[x_] := hannWindow[x, 1/2];
hannWindow[x_, a_] := cosines[{a, 1 - a}, x];
hammingWindow[x_] := cosines[{25/46, 21/46}, x];
blackmanWindow[x_] := cosines[{21/50, 1/2, 2/25}, x];
blackmanHarrisWindow[x_] := cosines[{35875, 48829, 14128, 1168}/100000, x];
nuttallWindow[x_] := cosines[{355768, 487396, 144232, 12604}/1000000, x];
bartlettWindow[x_] := inside[1 - 2 Abs[x], x];
welchWindow[x_] := inside[1 - 4 x^2, x];
connesWindow[x_] := inside[(1 - 4 x^2)^2, x];
cosineWindow[x_] := inside[Cos[Pi x], x];
cosineWindow[x_, a_] := inside[Cos[Pi x]^a, x];
gaussianWindow[x_] := gaussianWindow[x, 3/10];
gaussianWindow[x_, s_] := inside[E^(-x^2/(2 s^2)), x];
kaiserWindow[x_] := kaiserWindow[x, 3];
kaiserWindow[x_, a_] := inside[BesselI[0, a Sqrt[1 - 4 x^2]]/BesselI[0, a], x];
tukeyWindow[x_] := tukeyWindow[x, 2/3];
tukeyWindow[x_, a_] := With[{u = Abs[x]}, If[NumericQ[x], Which[u > 1/2, 0, a == 0 || u <= (1 - a)/2, 1, True, (1 + Cos[2 Pi (u - (1 - a)/2)/a])/2], Piecewise[{{1, u <= (1 - a)/2}, {(1 + Cos[2 Pi (u - (1 - a)/2)/a])/2, u <= 1/2}}, 0]]];
parzenWindow[x_] := With[{u = Abs[x]}, If[NumericQ[x], Which[u > 1/2, 0, u <= 1/4, 1 - 24 u^2 + 48 u^3, True, 2 (1 - 2 u)^3], Piecewise[{{1 - 24 u^2 + 48 u^3, u <= 1/4}, {2 (1 - 2 u)^3, u <= 1/2}}, 0]]];
sampled[None | Automatic, n_] := ConstantArray[1., n];
sampled[w_List, n_] := If[Length[w] === n, N[w], $Failed];
sampled[w_, n_] := If[n === 1, {1.}, N[Map[w, Subdivide[-1/2, 1/2, n - 1]]]];

(* ---- kernels: the ideal response around the middle *)
sinc[w_, k_] := If[k == 0, w/Pi, Sin[w k]/(Pi k)];
places[n_] := Range[n] - (n + 1)/2;
leastSquaresFilterKernel[spec_, n_Integer?Positive] := With[{k = kernel[spec, places[n]]}, If[k === $Failed, Message[LeastSquaresFilterKernel::bdspec, spec]; $Unevaluated, k]];
leastSquaresFilterKernel[___] := $Unevaluated;
kernel[{"Lowpass", w_}, k_] := Map[sinc[w, #] &, k];
kernel[{"Highpass", w_}, k_] := Map[sinc[Pi, #] - sinc[w, #] &, k];
kernel[{"Bandpass", {a_, b_}}, k_] := Map[sinc[b, #] - sinc[a, #] &, k];
kernel[{"Bandstop", {a_, b_}}, k_] := Map[sinc[Pi, #] - sinc[b, #] + sinc[a, #] &, k];
kernel["Hilbert" | {"Hilbert"}, k_] := Map[If[# == 0, 0, (1 - Cos[Pi #])/(Pi #)] &, k];
kernel["Differentiator" | {"Differentiator"}, k_] := Map[If[# == 0, 0, Cos[Pi #]/# - Sin[Pi #]/(Pi #^2)] &, k];
kernel[___] := $Failed;

(* ---- filters. Edges are continued by their values, unless Padding says otherwise; a sample rate scales the frequencies *)
padded[x_, n_, m_, p_] := Switch[p, "Fixed" | Automatic, Join[ConstantArray[First[x], n], x, ConstantArray[Last[x], m]], _, ArrayPad[x, {n, m}, p]];
convolved[x_, h_, p_] := With[{n = Length[h]}, With[{a = Quotient[n - 1, 2], b = Quotient[n, 2]}, ListConvolve[h, padded[x, b, a, p]]]];
every[f_, x_] := If[VectorQ[x], f[x], Module[{y = x}, Do[y = levels[f, y, k], {k, ArrayDepth[x]}]; y]];   (* separable filters of arrays *)
levels[f_, x_, k_] := With[{d = ArrayDepth[x]}, If[k === d, Map[f, x, {d - 1}], Transpose[Map[f, Transpose[x, k <-> d], {d - 1}], k <-> d]]];
given[o_] := Flatten[{o}];
option[o_, n_, d_] := Replace[n, Append[given[o], n -> d]];
(* the length that shows the transition: two lobes of the narrowest response on each side, odd, within the data *)
automaticLength[w_, n_] := With[{k = 2 Ceiling[2 Pi/Max[Min[w, Pi - w], 0.05]] + 1}, Max[3, Min[k, If[OddQ[n], n, n - 1]]]];
filtered[head_, kind_, x_, w0_, n0_, win_, o_] := Module[{r = option[o, SampleRate, 1], w, n, h, k, p = option[o, Padding, "Fixed"]},
  If[ImageQ[x], Return[With[{f = filtered[head, kind, #, w0, n0, win, o] &}, If[ImageChannels[x] === 1, Image[f[ImageData[x]]], Image[Transpose[Map[f, Transpose[ImageData[x], {2, 3, 1}]], {3, 1, 2}]]]], Module]];
  If[MatchQ[x, TemporalData[_, _Association]], Return[TimeSeries[Transpose[{x["Times"], filtered[head, kind, x["Values"], w0, n0, win, o]}]], Module]];
  If[! ArrayQ[x, _, NumericQ], Message[MessageName[head, "arg1"], x]; Return[$Unevaluated, Module]];
  w = If[w0 === None, Pi/2, Replace[w0, Quantity[f_, "Hertz"] :> 2 Pi f, {0, 1}]/r];
  If[! VectorQ[Flatten[{w}], NumericQ] || ! AllTrue[Flatten[{w}], 0 <= # <= Pi &] || ListQ[w] && ! w[[1]] < w[[2]], Message[MessageName[head, "freq"], w0]; Return[$Unevaluated, Module]];
  n = Replace[n0, Automatic :> automaticLength[N[Min[Flatten[{w, If[ListQ[w], Differences[w], {}]}]]], Min[Dimensions[x]]]];
  If[! IntegerQ[n] || n < 1, Message[MessageName[head, "klen"], n0]; Return[$Unevaluated, Module]];
  h = sampled[Replace[win, Automatic -> HammingWindow], n]; If[h === $Failed, Message[MessageName[head, "win"], win]; Return[$Unevaluated, Module]];
  k = N[If[w0 === None, kernel[kind, places[n]], kernel[{kind, w}, places[n]]]] h;
  every[convolved[#, k, p] &, N[x]]];
lowpassFilter[x_, w_, n : Except[_Rule] : Automatic, f : Except[_Rule] : Automatic, o___Rule] := filtered[LowpassFilter, "Lowpass", x, w, n, f, {o}];
highpassFilter[x_, w_, n : Except[_Rule] : Automatic, f : Except[_Rule] : Automatic, o___Rule] := filtered[HighpassFilter, "Highpass", x, w, n, f, {o}];
bandpassFilter[x_, w : {_, _}, n : Except[_Rule] : Automatic, f : Except[_Rule] : Automatic, o___Rule] := filtered[BandpassFilter, "Bandpass", x, w, n, f, {o}];
bandstopFilter[x_, w : {_, _}, n : Except[_Rule] : Automatic, f : Except[_Rule] : Automatic, o___Rule] := filtered[BandstopFilter, "Bandstop", x, w, n, f, {o}];
differentiatorFilter[x_, w_, n : Except[_Rule] : Automatic, f : Except[_Rule] : Automatic, o___Rule] := filtered[DifferentiatorFilter, "Differentiator", x, None, n, f, {o}];
hilbertFilter[x_, w_, n : Except[_Rule] : Automatic, f : Except[_Rule] : Automatic, o___Rule] := filtered[HilbertFilter, "Hilbert", x, None, n, f, {o}];
lowpassFilter[___] := $Unevaluated; highpassFilter[___] := $Unevaluated; bandpassFilter[___] := $Unevaluated; bandstopFilter[___] := $Unevaluated; differentiatorFilter[___] := $Unevaluated; hilbertFilter[___] := $Unevaluated;
(* RecurrenceFilter[{{a0, a1, ...}, {b0, b1, ...}}, x]: a0 y[n] + a1 y[n - 1] + ... = b0 x[n] + b1 x[n - 1] + ... *)
recurrenceFilter[{a_List, b_List}, x_List, init_ : 0] := Module[{xs, ys, y0, c = Rest[a]/First[a], d = b/First[a]}, xs = ConstantArray[0, Length[b]]; ys = If[ListQ[init], PadRight[Reverse[init], Length[c]], ConstantArray[init, Length[c]]];
  Map[Function[u, If[d =!= {}, xs = Prepend[Most[xs], u]]; y0 = d . xs - If[c === {}, 0, c . ys]; If[c =!= {}, ys = Prepend[Most[ys], y0]]; y0], x]] /; Length[a] > 0 && First[a] =!= 0 && VectorQ[x];
recurrenceFilter[tf_, x_List, init_ : 0] := With[{r = (LoadUnit["signals/systems"]; System`Library`signals`systems`recurrence[tf])}, If[r === $Failed, $Unevaluated, recurrenceFilter[r, x, init]]] /; Head[tf] === TransferFunctionModel;
recurrenceFilter[___] := $Unevaluated;

(* ---- spectra *)
parameters[o_, d_] := option[o, FourierParameters, d];
automaticPartition[m_] := 2^Round[Log2[Sqrt[N[m]]] + 1/2];
pieces[x_, n_, d_] := Module[{k = Max[1, Ceiling[(Length[x] - n)/d] + 1]}, Partition[PadRight[x, n + (k - 1) d, Last[x]], n, d]];
short[x_, n_, d_, w_, m_, fp_] := With[{h = sampled[w, n]}, If[h === $Failed, $Failed, Map[Fourier[PadRight[h #, m], FourierParameters -> fp] &, pieces[N[x], n, d]]]];
vector[x_] := Which[VectorQ[x, NumericQ] && Length[x] > 0, x, MatchQ[x, TemporalData[_, _Association]], x["Values"], True, $Failed];
spectrogramArray[x_, n0 : Except[_Rule] : Automatic, d0 : Except[_Rule] : Automatic, w : Except[_Rule] : None, m0 : Except[_Rule] : Automatic, o___Rule] := Module[{v = vector[x], n, d}, If[v === $Failed, Message[SpectrogramArray::arg1, x]; Return[$Unevaluated, Module]];
  n = Replace[n0, Automatic :> automaticPartition[Length[v]]]; d = Replace[d0, Automatic :> Max[1, Round[n/3]]];
  If[! IntegerQ[n] || n < 1 || ! IntegerQ[d] || d < 1, Message[SpectrogramArray::klen, {n0, d0}]; Return[$Unevaluated, Module]];
  With[{r = short[v, n, d, w, Replace[m0, Automatic -> n], parameters[{o}, {1, -1}]]}, If[r === $Failed, Message[SpectrogramArray::win, w]; $Unevaluated, r]]];
periodogramArray[x_, n0 : Except[_Rule] : Automatic, d0 : Except[_Rule] : Automatic, w : Except[_Rule] : None, m0 : Except[_Rule] : Automatic, o___Rule] := Module[{v = vector[x], n, d, h, r}, If[v === $Failed, Message[PeriodogramArray::arg1, x]; Return[$Unevaluated, Module]];
  n = Replace[n0, Automatic :> Length[v]]; d = Replace[d0, Automatic :> n];
  If[! IntegerQ[n] || n < 1 || ! IntegerQ[d] || d < 1, Message[PeriodogramArray::klen, {n0, d0}]; Return[$Unevaluated, Module]];
  h = sampled[w, n]; If[h === $Failed, Message[PeriodogramArray::win, w]; Return[$Unevaluated, Module]];
  r = short[v, n, d, h, Replace[m0, Automatic -> n], parameters[{o}, {0, 1}]];
  Mean[Abs[r]^2] n/Total[h^2]];
spectrogramArray[___] := $Unevaluated; periodogramArray[___] := $Unevaluated;
(* the pictures: decibels against frequency, and time against frequency *)
periodogram[x_, a : Except[_Rule] ..., o___Rule] := With[{p = periodogramArray[x, a]}, If[! VectorQ[p, NumberQ], $Unevaluated, With[{r = option[{o}, SampleRate, 1], n = Length[p], half = Take[p, Floor[Length[p]/2] + 1]},
   ListLinePlot[Transpose[{N[r Range[0, Length[half] - 1]/n], 10 Log10[Map[Max[#, 10.^-30] &, half]]}], Sequence @@ DeleteCases[{o}, SampleRate -> _], Frame -> True, Axes -> False]]]];
spectrogram[x_, a : Except[_Rule] ..., o___Rule] := With[{p = spectrogramArray[x, a]}, If[! MatrixQ[p, NumberQ], $Unevaluated, ArrayPlot[Reverse[Transpose[Abs[p[[All, ;; Ceiling[Length[First[p]]/2]]]]]], Sequence @@ DeleteCases[{o}, SampleRate -> _], AspectRatio -> 1/3, Frame -> True]]];
