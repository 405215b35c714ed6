(* wavelets.wl - filters of orthogonal wavelets, discrete transforms of lists and their inverses, scaling functions.

   Coefficients are found by I. Daubechies's factorization ("Orthonormal bases of compactly supported wavelets", 1988) and sum to 1. A
   transform is DiscreteWaveletData[{{index} -> coefficients, ...}, wavelet, <|"Kind", "Length", "Refinement"|>]. *)
order[HaarWavelet[]] := 1;
order[DaubechiesWavelet[]] := 2;
order[SymletWavelet[]] := 4;
order[(DaubechiesWavelet | SymletWavelet)[n_Integer?Positive]] := n /; n <= 20;
order[_] := $Failed;
lowpass[w_] := lowpass[w] = With[{n = order[w]}, If[n === 1, {1/2, 1/2}, filter[n, Head[w] === SymletWavelet]]];
(* the roots of P(y) = sum Binomial[n - 1 + k, k] y^k with y = (2 - z - 1/z)/4: one of each reciprocal pair *)
filter[n_, symmetric_] := Module[{y, ys, pairs, h, best, choose}, ys = N[If[n < 2, {}, y /. NSolve[Sum[Binomial[n - 1 + k, k] y^k, {k, 0, n - 1}] == 0, y, WorkingPrecision -> 40]]]; ys = SortBy[ys, {Re[#], Abs[Im[#]], Im[#]} &];
  pairs = Map[Function[v, With[{b = 2 - 4 v}, With[{r = (b + Sqrt[b^2 - 4])/2}, If[Abs[r] < 1, r, 1/r]]]], ys];
  choose[zs_] := Module[{p = {1}}, Do[p = ListConvolve[{1, 1}/2, p, {1, -1}, 0], {n}]; Do[p = ListConvolve[{1, -z}/(1 - z), p, {1, -1}, 0], {z, zs}]; N[Re[p]]];
  If[! symmetric, Return[choose[pairs], Module]];
  (* symlets: of all choices the one whose phase is nearest to linear *)
  best = Select[Tuples[Map[{#, 1/#} &, pairs]], realQ];
  First[SortBy[Map[choose, best], {Round[phase[#], 10.^-6] &, -First[#] &}]]];
realQ[zs_] := Max[Abs[Im[CoefficientList[Times @@ (\[FormalZ] - zs), \[FormalZ]]]]] < 10.^-9 Max[1, Abs[zs]];
phase[h_] := Module[{w = Subdivide[0.1, 3., 30], m}, m = Map[Arg[Total[h Exp[I # (Range[Length[h]] - (Length[h] + 1)/2)]]] &, w]; Total[Mod[m + Pi/2, Pi, 0]^2 // Map[Min[#, (Pi - Sqrt[#])^2] &, #] &]];
highpass[w_] := With[{h = lowpass[w]}, Reverse[h] Table[(-1)^k, {k, 0, Length[h] - 1}]];
indexed[l_] := Transpose[{Range[0, Length[l] - 1], l}];
waveletFilterCoefficients[w_, f_] := If[order[w] === $Failed, $Unevaluated, Switch[f, "PrimalLowpass" | "DualLowpass" | "Lowpass", indexed[lowpass[w]], "PrimalHighpass" | "DualHighpass" | "Highpass", With[{h = highpass[w]}, Transpose[{Range[2 - Length[h], 1], h}]], {__}, Map[waveletFilterCoefficients[w, #] &, f], _, Message[WaveletFilterCoefficients::bdfil, f]; $Unevaluated]];
waveletFilterCoefficients[w_] := waveletFilterCoefficients[w, "PrimalLowpass"];
waveletFilterCoefficients[___] := $Unevaluated;

(* ---- one step and back, the data continued periodically *)
analyse[x_, h_] := With[{n = Length[x]}, Table[Sqrt[2.] h . x[[Mod[2 k + Range[0, Length[h] - 1], n] + 1]], {k, 0, Quotient[n, 2] - 1}]];
synthesise[a_, h_, d_, g_] := Module[{n = 2 Length[a], x}, x = ConstantArray[0., n]; Do[With[{p = Mod[2 k + Range[0, Length[h] - 1], n] + 1}, Do[x[[p[[i]]]] += Sqrt[2.] (h[[i]] a[[k + 1]] + g[[i]] d[[k + 1]]), {i, Length[h]}]], {k, 0, Length[a] - 1}]; x];
even[x_] := If[OddQ[Length[x]], Append[x, Last[x]], x];
steps[n_, r_] := Replace[r, {Automatic | Full :> Max[1, Floor[Log2[n] + 0.5]]}];
transform[kind_, x_, w_, r0_] := Module[{h = N[lowpass[w]], g = N[highpass[w]], r, out = {}, cur, lens = {}}, r = Min[steps[Length[x], r0], Max[1, Ceiling[Log2[Length[x]]]]];
  cur = {{{}, N[x]}};
  Do[cur = Join @@ Map[Function[c, With[{e = even[c[[2]]]}, AppendTo[lens, c[[1]] -> Length[c[[2]]]]; With[{a = {Append[c[[1]], 0], analyse[e, h]}, d = {Append[c[[1]], 1], analyse[e, g]}}, out = Join[out, {a, d}]; If[kind === "Packet", {a, d}, {a}]]]], cur], {r}];
  DiscreteWaveletData[Map[#[[1]] -> #[[2]] &, out], w, <|"Kind" -> kind, "Length" -> Length[x], "Refinement" -> r, "Lengths" -> lens|>]];
vector[x_] := VectorQ[x, NumericQ] && Length[x] > 1;
made[head_, kind_, x_, w_, r_] := Which[MatchQ[x, TemporalData[_, _Association]], made[head, kind, x["Values"], w, r], ! vector[x], Message[MessageName[head, "arg1"], x]; $Unevaluated, order[w] === $Failed, Message[MessageName[head, "wave"], w]; $Unevaluated, True, transform[kind, x, w, r]];
discreteWaveletTransform[x_, w : Except[_Rule] : HaarWavelet[], r : Except[_Rule] : Automatic, ___Rule] := made[DiscreteWaveletTransform, "Discrete", x, Replace[w, Automatic -> HaarWavelet[]], r];
discreteWaveletPacketTransform[x_, w : Except[_Rule] : HaarWavelet[], r : Except[_Rule] : Automatic, ___Rule] := made[DiscreteWaveletPacketTransform, "Packet", x, Replace[w, Automatic -> HaarWavelet[]], Replace[r, Automatic :> Min[4, Max[1, Floor[Log2[Length[x]]]]]]];
discreteWaveletTransform[___] := $Unevaluated; discreteWaveletPacketTransform[___] := $Unevaluated;
(* stationary: filters spread by powers of two, nothing dropped *)
stationaryWaveletTransform[x_, w : Except[_Rule] : HaarWavelet[], r0 : Except[_Rule] : Automatic, ___Rule] := Module[{h, g, r, cur, out = {}, index = {}}, If[! vector[x] || order[w] === $Failed, Message[StationaryWaveletTransform::arg1, x]; Return[$Unevaluated, Module]];
  h = N[lowpass[w]]; g = N[highpass[w]]; r = Min[steps[Length[x], r0], Max[1, Ceiling[Log2[Length[x]]]]]; cur = N[x];
  Do[With[{f = Function[k, Table[Sqrt[2.] k . cur[[Mod[i + 2^(j - 1) Range[0, Length[k] - 1], Length[x]] + 1]], {i, 0, Length[x] - 1}]]}, out = Join[out, {Append[index, 0] -> f[h], Append[index, 1] -> f[g]}]; cur = Last[out[[-2]]]; AppendTo[index, 0]], {j, r}];
  DiscreteWaveletData[out, w, <|"Kind" -> "Stationary", "Length" -> Length[x], "Refinement" -> r|>]];
stationaryWaveletTransform[___] := $Unevaluated;

(* ---- coefficients by index; what rebuilds the data *)
basis[DiscreteWaveletData[c_, _, a_]] := With[{r = a["Refinement"], ks = Keys[c]}, If[a["Kind"] === "Packet", Select[ks, Length[#] === r &], Append[Select[ks, Last[#] === 1 &], ConstantArray[0, r]]]];
names = {"BasisIndex", "CoefficientIndex", "Dimensions", "EnergyFraction", "Properties", "Refinement", "Transform", "Wavelet", "WaveletIndex"};
chosen[d : DiscreteWaveletData[c_, _, _], spec_] := Switch[spec, All, c, Automatic, Map[# -> Lookup[c, Key[#]] &, basis[d]], {(0 | 1) ..}, Select[c, First[#] === spec &], {{(0 | 1) ..} ..}, Select[c, MemberQ[spec, First[#]] &], _, Select[c, MatchQ[First[#], spec] &]];
applyWavelets[d : DiscreteWaveletData[c_, w_, a_], {p_String}] := Switch[p, "BasisIndex", basis[d], "WaveletIndex" | "CoefficientIndex", Keys[c], "Wavelet", w, "Refinement", a["Refinement"], "Transform", a["Kind"], "Dimensions", Map[First[#] -> {Length[Last[#]]} &, c], "EnergyFraction", With[{b = chosen[d, Automatic]}, With[{t = Total[Map[Total[Last[#]^2] &, b]]}, Map[First[#] -> Total[Last[#]^2]/t &, b]]], "Properties", names, _, Message[DiscreteWaveletData::notprop, p, DiscreteWaveletData]; $Unevaluated];
applyWavelets[d_DiscreteWaveletData, {spec_}] := chosen[d, spec];
applyWavelets[d_DiscreteWaveletData, {spec_, "Values"}] := Map[Last, chosen[d, spec]];
applyWavelets[d_DiscreteWaveletData, {spec_, "Rules"}] := chosen[d, spec];
applyWavelets[___] := $Unevaluated;
inverseWaveletTransform[d_DiscreteWaveletData, ___] := rebuilt[d];
inverseWaveletTransform[d : DiscreteWaveletData[c_, w_, a_], wave_, spec_] := With[{keep = Keys[chosen[d, spec]]}, rebuilt[DiscreteWaveletData[Map[If[MemberQ[keep, First[#]], #, First[#] -> 0. Last[#]] &, c], w, a]]];
inverseWaveletTransform[___] := $Unevaluated;
rebuilt[d : DiscreteWaveletData[c0_, w_, a_]] := Module[{h = N[lowpass[w]], g = N[highpass[w]], c = Association[c0], r = a["Refinement"], cur, n = a["Length"], lens},
  If[a["Kind"] === "Stationary", cur = c[ConstantArray[0, r]]; Do[With[{x = cur, y = c[Append[ConstantArray[0, j - 1], 1]]}, cur = Table[Sqrt[2.] (h . x[[Mod[i - 2^(j - 1) Range[0, Length[h] - 1], n] + 1]] + g . y[[Mod[i - 2^(j - 1) Range[0, Length[h] - 1], n] + 1]])/2, {i, 0, n - 1}]], {j, r, 1, -1}]; Return[cur, Module]];
  lens = Association[a["Lengths"]];
  If[a["Kind"] === "Packet", Do[Do[c[k] = Take[synthesise[c[Append[k, 0]], h, c[Append[k, 1]], g], lens[k]], {k, Select[Keys[lens], Length[#] === j &]}], {j, r - 1, 0, -1}]; Return[c[{}], Module]];
  cur = c[ConstantArray[0, r]]; Do[With[{k = ConstantArray[0, j - 1]}, cur = Take[synthesise[cur, h, c[Append[k, 1]], g], lens[k]]], {j, r, 1, -1}]; cur];
waveletMapIndexed[f_, d : DiscreteWaveletData[c_, w_, a_]] := waveletMapIndexed[f, d, Automatic];
waveletMapIndexed[f_, d : DiscreteWaveletData[c_, w_, a_], spec_] := With[{keep = Keys[chosen[d, spec]]}, DiscreteWaveletData[Map[If[MemberQ[keep, First[#]], First[#] -> f[Last[#], First[#]], #] &, c], w, a]];
waveletMapIndexed[___] := $Unevaluated;
(* D. Donoho, I. Johnstone, 1994: the universal threshold, with the noise from the finest details *)
waveletThreshold[d_DiscreteWaveletData] := waveletThreshold[d, Automatic];
waveletThreshold[d : DiscreteWaveletData[c_, w_, a_], spec_, ___] := Module[{kind, t, s = Median[Abs[Lookup[c, Key[{1}]]]]/0.6745, n = a["Length"]}, {kind, t} = Switch[spec, {_String, _?NumericQ}, spec, {_String, _}, {spec[[1]], s Sqrt[2 Log[N[n]]]}, _String, {spec, s Sqrt[2 Log[N[n]]]}, _, {"Hard", s Sqrt[2 Log[N[n]]]}];
  waveletMapIndexed[Function[{v, i}, Map[shrunk[kind, #, t] &, v]], d, {___, 1}]];
waveletThreshold[___] := $Unevaluated;
shrunk["Soft", v_, t_] := Sign[v] Max[Abs[v] - t, 0.];
shrunk[_, v_, t_] := If[Abs[v] <= t, 0., v];

(* ---- functions: Haar's in closed form, the others by halving (the values at whole numbers are an eigenvector) *)
waveletPhi[HaarWavelet[], x_] := If[NumericQ[x], If[0 <= x < 1, 1, 0], Piecewise[{{1, 0 <= x < 1}}, 0]];
waveletPsi[HaarWavelet[], x_] := If[NumericQ[x], Which[0 <= x < 1/2, 1, 1/2 <= x < 1, -1, True, 0], Piecewise[{{1, 0 <= x < 1/2}, {-1, 1/2 <= x < 1}}, 0]];
waveletPsi[MexicanHatWavelet[s_ : 1], x_] := 2/(Sqrt[3 s] Pi^(1/4)) (1 - x^2/s^2) E^(-x^2/(2 s^2));
waveletPsi[MorletWavelet[], x_] := E^(-x^2/2) Cos[Sqrt[2/Log[2]] Pi x]/Pi^(1/4);
waveletPsi[GaborWavelet[w_ : 6], x_] := E^(I w x - x^2/2)/Pi^(1/4);
waveletPhi[w_, x_] := If[order[w] === $Failed, $Unevaluated, table[w][[1]][x]] /; FreeQ[w, HaarWavelet];
waveletPsi[w_, x_] := If[order[w] === $Failed, $Unevaluated, table[w][[2]][x]] /; FreeQ[w, HaarWavelet];
waveletPhi[w_] := With[{f = \[FormalX]}, If[order[w] === $Failed, $Unevaluated, If[w === HaarWavelet[], Function[Evaluate[\[FormalX]], Evaluate[waveletPhi[w, \[FormalX]]]], table[w][[1]]]]];
waveletPsi[w_] := If[order[w] === $Failed, $Unevaluated, If[w === HaarWavelet[], Function[Evaluate[\[FormalX]], Evaluate[waveletPsi[w, \[FormalX]]]], table[w][[2]]]];
waveletPhi[___] := $Unevaluated; waveletPsi[___] := $Unevaluated;
table[w_] := table[w] = Module[{h = 2 N[lowpass[w]], g = 2 N[highpass[w]], n, m, v, phi, psi, levels = 8, at}, n = Length[h] - 1; m = Table[With[{k = 2 i - j}, If[0 <= k <= n, h[[k + 1]], 0.]], {i, 0, n}, {j, 0, n}];
   v = Re[First[NullSpace[m - IdentityMatrix[n + 1], Tolerance -> 10.^-9]]]; v = v/Total[v]; phi = v;
   Do[With[{old = phi, s = 2^(l - 1)}, at[k_] := If[0 <= k <= n s, old[[k + 1]], 0.]; phi = Table[Sum[h[[j + 1]] at[i - j s], {j, 0, n}], {i, 0, 2 n s}]], {l, levels}];
   With[{s = 2^levels}, at[k_] := If[0 <= k <= n s, phi[[k + 1]], 0.]; psi = Table[Sum[g[[j + 1]] at[2 i - j s], {j, 0, n}], {i, 0, n s}];
     {piece[Table[{i/N[s], phi[[i + 1]]}, {i, 0, n s}], n], piece[Table[{i/N[s], psi[[i + 1]]}, {i, 0, n s}], n]}]];
piece[data_, n_] := With[{f = Interpolation[data, InterpolationOrder -> 1]}, Function[x, If[NumericQ[x], If[0 <= x <= n, f[x], 0.], Piecewise[{{f[x], 0 <= x <= n}}, 0]]]];
