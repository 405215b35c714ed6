(* limit.wl - limits by Gruntz's method (D. Gruntz, "On Computing Limits in a Symbolic Manipulation System", ETH Zurich 1996).

   Every limit is brought to x -> Infinity. There the most rapidly varying subexpressions of an exp-log expression are found, written
   through one of them, w -> 0, and the leading term in w decides; its coefficient varies more slowly and is treated the same way.
   Functions outside that class are first replaced by what they do at infinity; bounded oscillation is squeezed. *)

LoadUnit["calculus/series"];
ser = System`Library`calculus`series`expand;
one = System`Library`calculus`series`s;
failTag = System`Library`calculus`series`tag;
zeroQ = System`Library`calculus`series`zero;
orderMark := System`Library`calculus`series`$order;

fail := Throw[$Failed, limitTag];
infiniteQ[e_] := MatchQ[e, _DirectedInfinity];

(* ---- signs of constants *)
signOf[c_] := Module[{v},
   If[NumericQ[c],
    If[TrueQ[c == 0] || zeroQ[c], Return[0]];
    v = Quiet[N[c, 20]];
    If[NumberQ[v] && Im[v] == 0, Return[Sign[v]]];
    Return[$Failed]];
   v = assumed[c];
   If[MatchQ[v, 1 | -1 | 0], Return[v]];
   v = Quiet[Sign[c]];
   If[MatchQ[v, 1 | -1 | 0], Return[v]];
   Which[TrueQ[Quiet[Simplify[c > 0, $assume]]], 1, TrueQ[Quiet[Simplify[c < 0, $assume]]], -1, True, $Failed]];
(* the sign that follows from the assumptions term by term *)
assumed[c_?NumericQ] := signOf[c];
assumed[c_Times] := With[{q = assumed /@ List @@ c}, If[MemberQ[q, $Failed], $Failed, Times @@ q]];
assumed[Power[E, c_]] := 1;
assumed[Power[c_, p_Integer]] := If[EvenQ[p] && assumed[c] =!= $Failed, 1, assumed[c]];
assumed[Power[c_, p_]] := If[assumed[c] === 1, 1, $Failed];
assumed[c_Plus] := With[{q = DeleteCases[assumed /@ List @@ c, 0]}, If[SameQ @@ q && q =!= {}, First[q], listed[c]]];
assumed[c_] := listed[c];
listed[c_] := Module[{facts = Flatten[{$assume /. And -> List}], r},
   r = Replace[facts, {
       (Greater[c, b_] /; assumed[b] === 1 || assumed[b] === 0) :> 1, (Less[b_, c] /; assumed[b] === 1 || assumed[b] === 0) :> 1,
       (Less[c, b_] /; assumed[b] === -1 || b === 0) :> -1, (Greater[b_, c] /; assumed[b] === -1 || b === 0) :> -1,
       Element[c, PositiveReals | PositiveIntegers] :> 1, Element[c, NegativeReals | NegativeIntegers] :> -1,
       (GreaterEqual[c, b_] /; assumed[b] === 1) :> 1, (LessEqual[c, b_] /; assumed[b] === -1) :> -1, _ :> Null}, {1}];
   r = DeleteCases[r, Null];
   If[r === {}, $Failed, First[r]]];
directed[c_] := With[{q = signOf[c]}, If[q === $Failed, DirectedInfinity[c], If[q === 0, fail, DirectedInfinity[q]]]];

(* ---- exponentials kept apart: ex[g] is E^g, never rewritten as another power *)
ex[0] = 1;
ex[c_?NumericQ] := E^c;
ex[c_?NumericQ + g_] := E^c ex[g];
ex /: ex[a_] ex[b_] := ex[Expand[a + b]];
ex /: Power[ex[a_], p_] := ex[Expand[p a]];
ex /: Log[ex[a_]] := a;
plain[e_] := e //. ex[g_] :> E^g;
AssociateTo[System`Library`calculus`series`rules, ex -> System`Library`calculus`series`exp];
toEx[e_, x_] := logs[e //. Power[b_, p_] /; ! FreeQ[p, x] :> ex[Expand[If[b === E, p, p logOf[b]]]], x];
logOf[b_] := Log[b];
logs[e_, x_] := e //. {Log[c_?Positive b_] /; ! FreeQ[b, x] :> Log[c] + Log[b], Log[Power[x, p_?NumericQ]] :> p Log[x], Log[Power[x, p_?NumericQ] b_] :> p Log[x] + Log[b],
    Log[Power[ex[a_], p_]] :> p a, Log[ex[a_] b_] :> a + Log[b]};

(* ---- x -> Infinity *)
inf[e_, x_] := If[FreeQ[e, x], plain[e], inf[e, x] = infinityLimit[toEx[e, x], x]];
infinityLimit[x_, x_] := Infinity;
infinityLimit[e_, x_] := Module[{c, p},
   If[--$budget < 0, fail];
   {c, p} = leading[e, x];
   Which[
    p === 0 || zeroQ[p], inf[c, x],
    signOf[p] === 1, 0,
    signOf[p] === -1, With[{q = signAt[c, x]}, If[q === $Failed, directed[inf[c, x]], DirectedInfinity[q]]],
    True, fail]];

(* the sign of e for large x *)
signAt[e_, x_] := If[FreeQ[e, x], signOf[plain[e]], Module[{c, p}, If[e === x, Return[1]]; {c, p} = leading[toEx[e, x], x]; signAt[c, x]]];

(* {coefficient, exponent} of the leading term in the most rapidly varying w *)
leading[e_, x_] := leading[e, x] = Module[{set, f, g, q, w, r, k, sign, chosen, s, c, expr = e, n = 0},
   set = mrv[expr, x];
   If[set === {}, Return[{expr, 0}]];
   (* x itself among them: one level up, where E^x takes its place *)
   If[MemberQ[set, x],
    expr = lift[expr, x];
    set = Select[DeleteDuplicates[Cases[{expr}, ex[h_] /; ! FreeQ[h, x], {0, Infinity}]], comparable[exponent[#], x] &];
    If[set === {}, Return[leading[expr, x]]]];
   If[MemberQ[set, x], fail];
   chosen = First[SortBy[set, LeafCount]];
   g = exponent[chosen];
   sign = Switch[inf[g, x], Infinity, -1, -Infinity, 1, _, fail];   (* w = E^(sign g) tends to 0 *)
   w = Unique["w"];
   Do[
    s = exponent[f];
    c = inf[Cancel[s/g], x];
    expr = expr /. f -> ex[Expand[s - c g]] w^(sign c),
    {f, SortBy[set, -LeafCount[#] &]}];
   r = leadTerm[expr, w, sign g];
   If[r === $Failed, fail];
   r];
comparable[g_, x_] := MatchQ[inf[g/x, x], _Integer | _Rational];
lift[e_, x_] := logs[e /. x -> ex[x], x];
leadTerm[e_, w_, logw_] := Module[{k = 1, r},
   If[FreeQ[e, w], Return[{e, 0}]];
   While[k <= 20,
    r = Catch[Block[{System`Library`calculus`series`$order = k, System`Library`calculus`series`expOf = ex, System`Library`calculus`series`logTau = logw, System`Library`calculus`series`tau = ex[logw]}, ser[e, w -> one[{1}, 1, Infinity, 1]]], failTag];
    If[Head[r] =!= one, If[r === System`Library`calculus`series`more, k += 2; Continue[], Return[$Failed, Module]]];
    If[r[[1]] =!= {}, Return[{First[r[[1]]], r[[2]]/r[[4]]}, Module]];
    If[r[[3]] === Infinity, Return[{0, 0}, Module]];
    k = If[k < 3, k + 1, k + 3]];
   $Failed];

(* ---- the most rapidly varying subexpressions *)
mrv[e_, x_] /; FreeQ[e, x] := {};
mrv[x_, x_] := {x};
mrv[e : ex[g_], x_] := With[{below = mrv[g, x]}, If[infiniteQ[inf[g, x]], larger[{e}, below, x], below]];
mrv[Power[b_, p_], x_] /; FreeQ[p, x] := mrv[b, x];
mrv[Log[g_], x_] := mrv[g, x];
mrv[e_, x_] := Fold[larger[#1, #2, x] &, {}, mrv[#, x] & /@ List @@ e];
larger[{}, b_, _] := b;
larger[a_, {}, _] := a;
larger[a_, b_, x_] := If[Intersection[a, b] =!= {}, Union[a, b],
   With[{c = inf[exponent[First[a]]/exponent[First[b]], x]},
     (* classes whose ratio is irrational are kept apart: powers of w stay rational *)
     Which[c === 0, b, infiniteQ[c], a, MatchQ[c, _Integer | _Rational] || ! NumericQ[c], Union[a, b], Abs[N[c]] > 1, a, True, b]]];
exponent[ex[g_]] := g;
exponent[x_] := Log[x];

(* ---- into the exp-log class *)
prepare[e_, x_] := prepare[e, x] = Module[{r = e, k = 0, old},
   r = r //. {
      Tanh[g_] /; ! FreeQ[g, x] :> (1 - E^(-2 g))/(1 + E^(-2 g)), Coth[g_] /; ! FreeQ[g, x] :> (1 + E^(-2 g))/(1 - E^(-2 g)),
      Sinh[g_] /; ! FreeQ[g, x] :> (E^g - E^-g)/2, Cosh[g_] /; ! FreeQ[g, x] :> (E^g + E^-g)/2,
      Sech[g_] /; ! FreeQ[g, x] :> 2/(E^g + E^-g), Csch[g_] /; ! FreeQ[g, x] :> 2/(E^g - E^-g),
      Factorial[g_] /; ! FreeQ[g, x] :> Gamma[1 + g], Binomial[a_, b_] /; ! FreeQ[{a, b}, x] :> Gamma[1 + a]/(Gamma[1 + b] Gamma[1 + a - b]),
      Pochhammer[a_, b_] /; ! FreeQ[{a, b}, x] :> Gamma[a + b]/Gamma[a], Beta[a_, b_] /; ! FreeQ[{a, b}, x] :> Gamma[a] Gamma[b]/Gamma[a + b],
      HarmonicNumber[g_] /; ! FreeQ[g, x] :> EulerGamma + PolyGamma[0, 1 + g],
      Fibonacci[g_] /; ! FreeQ[g, x] :> GoldenRatio^g/Sqrt[5] - Cos[Pi g] GoldenRatio^(-g)/Sqrt[5],
      Erfc[g_] /; ! FreeQ[g, x] :> 1 - Erf[g], Sinc[g_] /; ! FreeQ[g, x] :> Sin[g]/g, Surd[g_, n_] /; ! FreeQ[g, x] :> Sign[g] (Sign[g] g)^(1/n),
      Log[b_, g_] /; ! FreeQ[{b, g}, x] :> Log[g]/Log[b], UnitStep[g_] /; ! FreeQ[g, x] :> (1 + Sign[g])/2, HeavisideTheta[g_] /; ! FreeQ[g, x] :> (1 + Sign[g])/2,
      ArcCsc[g_] /; ! FreeQ[g, x] :> ArcSin[1/g], ArcSec[g_] /; ! FreeQ[g, x] :> ArcCos[1/g], ArcCoth[g_] /; ! FreeQ[g, x] :> ArcTanh[1/g], ArcCot[g_] /; ! FreeQ[g, x] :> ArcTan[1/g],
      DiracDelta[g_] /; ! FreeQ[g, x] :> 0};
   toEx[inner[r, x], x]];
(* functions are replaced from the inside out, where the limits of their arguments are known *)
inner[e_, x_] /; FreeQ[e, x] := e;
inner[x_, x_] := x;
inner[Piecewise[cases_, default_: 0], x_] := inner[choose[cases, default, x], x];
inner[Power[b_, q_], x_] := Power[inner[b, x], inner[q, x]];
inner[ex[g_], x_] := ex[inner[g, x]];
inner[f_[args__], x_] := atInfinity[f @@ (inner[#, x] & /@ {args}), x];
atInfinity[e : (_Plus | _Times | _Power | _Log | _ex), x_] := e;
atInfinity[Abs[g_], x_] := With[{q = signAt[g, x]}, If[q === $Failed, If[FreeQ[inf[g, x], x] && ! infiniteQ[inf[g, x]], Abs[inf[g, x]], fail], q g]];
atInfinity[Sign[g_], x_] := With[{q = signAt[g, x]}, If[q === $Failed, Sign[inf[g, x]], q]];
atInfinity[(f : Max | Min)[a_, b__], x_] := Fold[With[{q = signAt[#1 - #2, x]}, Switch[q, 1, If[f === Max, #1, #2], -1 | 0, If[f === Max, #2, #1], _, fail]] &, a, {b}];
atInfinity[(f : Floor | Ceiling | Round | IntegerPart | FractionalPart)[g_], x_] := Module[{l = inf[g, x], q},
   If[infiniteQ[l] , If[f === FractionalPart, fail, Return[g + bounded[f[g]]]]];
   If[! NumericQ[l], fail];
   If[! IntegerQ[If[f === Round, l - 1/2, l]], Return[If[f === FractionalPart, g - IntegerPart[l], f[l]]]];
   q = signAt[g - l, x];
   Switch[f, Floor, If[q === -1, l - 1, l], Ceiling, If[q === 1, l + 1, l], IntegerPart, If[q === -1 && l > 0, l - 1, If[q === 1 && l < 0, l + 1, l]],
     FractionalPart, g - If[q === -1 && l > 0, l - 1, If[q === 1 && l < 0, l + 1, l]], Round, If[q === -1, Floor[l], If[q === 1, Ceiling[l], Round[l]]]]];
atInfinity[f_[g_], x_] := Module[{l = inf[g, x]},
   Which[
    l === Infinity, grows[f, g, x],
    l === -Infinity, shrinks[f, g, x],
    infiniteQ[l], fail,
    MemberQ[{Gamma, PolyGamma}, f] && IntegerQ[l] && l <= 0, f[g],
    True, f[g]]];
atInfinity[PolyGamma[0, g_], x_] := If[inf[g, x] === Infinity, Log[g] - 1/(2 g) - 1/(12 g^2) + 1/(120 g^4) - 1/(252 g^6), PolyGamma[0, g]];
atInfinity[PolyGamma[n_Integer, g_], x_] := If[inf[g, x] === Infinity, (-1)^(n + 1) ((n - 1)!/g^n + n!/(2 g^(n + 1)) + Sum[BernoulliB[2 k] (2 k + n - 1)!/((2 k)! g^(2 k + n)), {k, 3}]), PolyGamma[n, g]];
atInfinity[(f : BesselJ | BesselY)[n_, g_], x_] := If[inf[g, x] === Infinity, Sqrt[2/(Pi g)] bounded[f[n, g]], f[n, g]];
atInfinity[BesselI[n_, g_], x_] := If[inf[g, x] === Infinity, E^g/Sqrt[2 Pi g] (1 - (4 n^2 - 1)/(8 g) + (4 n^2 - 1) (4 n^2 - 9)/(128 g^2)), BesselI[n, g]];
atInfinity[BesselK[n_, g_], x_] := If[inf[g, x] === Infinity, E^-g Sqrt[Pi/(2 g)] (1 + (4 n^2 - 1)/(8 g) + (4 n^2 - 1) (4 n^2 - 9)/(128 g^2)), BesselK[n, g]];
atInfinity[f_[args___], x_] := f[args];
atInfinity[e_, _] := e;
stirling[g_] := E^(g Log[g] - g - Log[g]/2) Sqrt[2 Pi] (1 + 1/(12 g) + 1/(288 g^2) - 139/(51840 g^3) - 571/(2488320 g^4));
grows[Gamma, g_, _] := stirling[g];
grows[LogGamma, g_, _] := (g - 1/2) Log[g] - g + Log[2 Pi]/2 + 1/(12 g) - 1/(360 g^3) + 1/(1260 g^5);
grows[(f : Sin | Cos), g_, _] := bounded[f[g]];
grows[Tan | Cot | Sec | Csc, _, _] := fail;
grows[ArcTan, g_, _] := Pi/2 - ArcTan[1/g];
grows[ArcSinh, g_, _] := Log[g + Sqrt[1 + g^2]];
grows[ArcCosh, g_, _] := Log[g + Sqrt[g^2 - 1]];
grows[Erf, g_, _] := 1 - E^(-g^2)/(g Sqrt[Pi]) (1 - 1/(2 g^2) + 3/(4 g^4));
grows[Erfi, g_, _] := E^(g^2)/(g Sqrt[Pi]) (1 + 1/(2 g^2) + 3/(4 g^4));
grows[ExpIntegralEi, g_, _] := E^g/g (1 + 1/g + 2/g^2 + 6/g^3 + 24/g^4);
grows[LogIntegral, g_, _] := g/Log[g] (1 + 1/Log[g] + 2/Log[g]^2 + 6/Log[g]^3);
grows[SinIntegral, g_, _] := Pi/2 - bounded[Cos[g]]/g;
grows[CosIntegral, g_, _] := bounded[Sin[g]]/g;
grows[FresnelS | FresnelC, g_, _] := 1/2 + bounded[Cos[g^2]]/g;
grows[Zeta, g_, _] := 1 + E^(-g Log[2]) + E^(-g Log[3]);
grows[ProductLog, g_, _] := Log[g] - Log[Log[g]] + Log[Log[g]]/Log[g];
grows[AiryAi, g_, _] := E^(-2/3 g^(3/2))/(2 Sqrt[Pi] g^(1/4));
grows[AiryBi, g_, _] := E^(2/3 g^(3/2))/(Sqrt[Pi] g^(1/4));
grows[LogisticSigmoid, g_, _] := 1/(1 + E^-g);
grows[f_, g_, x_] := With[{v = Quiet[f[Infinity]]}, If[FreeQ[v, f | Indeterminate] && ! infiniteQ[v], v, fail]];
shrinks[(f : Sin | ArcTan | ArcSinh | Erf | SinIntegral | Erfi), g_, x_] := -grows[f, -g, x];
shrinks[Cos, g_, x_] := grows[Cos, -g, x];
shrinks[ExpIntegralEi, g_, _] := E^g/g (1 + 1/g + 2/g^2 + 6/g^3);
shrinks[LogisticSigmoid, g_, _] := E^g/(1 + E^g);
shrinks[AiryAi | AiryBi, g_, _] := bounded[Sin[g]]/(-g)^(1/4);
shrinks[Gamma | LogGamma | PolyGamma | Zeta, _, _] := fail;
shrinks[f_, g_, x_] := With[{v = Quiet[f[-Infinity]]}, If[FreeQ[v, f | Indeterminate] && ! infiniteQ[v], v, fail]];

(* which case of a Piecewise holds for large x *)
choose[cases_, default_, x_] := Module[{q},
   Do[q = holds[c[[2]], x]; If[q === $Failed, fail]; If[q, Return[c[[1]], Module]], {c, cases}];
   default];
holds[True, _] = True;
holds[False, _] = False;
holds[c_, x_] /; FreeQ[c, x] := Which[TrueQ[Simplify[c, $assume]], True, TrueQ[! Simplify[c, $assume]], False, True, $Failed];
holds[And[c__], x_] := With[{r = holds[#, x] & /@ {c}}, If[MemberQ[r, $Failed], If[MemberQ[r, False], False, $Failed], And @@ r]];
holds[Or[c__], x_] := With[{r = holds[#, x] & /@ {c}}, If[MemberQ[r, $Failed], If[MemberQ[r, True], True, $Failed], Or @@ r]];
holds[Not[c_], x_] := With[{r = holds[c, x]}, If[r === $Failed, r, ! r]];
holds[Inequality[a_, op_, b_, rest__], x_] := holds[And[op[a, b], If[Length[{rest}] == 2, First[{rest}][b, Last[{rest}]], Inequality[b, rest]]], x];
holds[(op : Less | LessEqual | Greater | GreaterEqual)[a_, b_, c__], x_] := holds[And[op[a, b], op[b, c]], x];
holds[(op : Less | LessEqual | Greater | GreaterEqual | Equal | Unequal)[a_, b_], x_] := With[{q = signAt[prepare[a - b, x], x]}, If[q === $Failed, q, op[q, 0]]];
holds[Element[a_, Reals], x_] := True;
holds[_, _] := $Failed;

(* ---- bounded oscillation: the limit is the same for every value of it, or there is none *)
squeeze[e_, x_] := Module[{b = DeleteDuplicates[Cases[e, _bounded, {0, Infinity}]], values},
   If[b === {}, Return[inf[e, x]]];
   values = Table[Block[{$budget = 300}, Catch[inf[prepare[e /. MapIndexed[#1 -> RotateLeft[t, First[#2]][[1]] &, b], x], x], limitTag]],
      {t, {{1, -1, 1/3}, {-1, 1, 1/2}, {1/3, 1/2, -1/5}, {0, 0, 0}, {1/7, -2/3, 1}}}];
   If[MemberQ[values, $Failed], Return[$Failed]];
   If[SameQ @@ values, First[values], interval[e, b, x]]];
(* independent oscillations of different growth fill an interval *)
interval[e_, b_, x_] := Module[{c, rest, degrees},
   If[! PolynomialQ[e, b] || ! AllTrue[b, MatchQ[First[#], (Sin | Cos)[_]] &], Return[Indeterminate]];
   c = D[e, #] & /@ b;
   rest = Expand[e - c . b];
   If[! FreeQ[{c, rest}, x | bounded] || ! AllTrue[c, NumericQ], Return[Indeterminate]];
   degrees = growth[First[First[#]], x] & /@ b;
   If[Length[DeleteDuplicates[degrees]] > 1, Interval[{rest - Total[Abs[c]], rest + Total[Abs[c]]}], Indeterminate]];
growth[g_, x_] := If[PolynomialQ[g, x], Exponent[g, x], g];

(* ---- the public functions *)
known[e_, x_] := AllTrue[DeleteDuplicates[Cases[e, f_[a___] /; ! FreeQ[{a}, x] :> f, {0, Infinity}]],
   MemberQ[Attributes[#], NumericFunction] &];
knownHead[f_Symbol] := MemberQ[Attributes[f], NumericFunction] || MemberQ[{List, Piecewise, Less, LessEqual, Greater, GreaterEqual, Equal, Unequal, Inequality, And, Or, Not, Element}, f];
knownHead[_] = False;
unknown[e_, x_] := ! AllTrue[DeleteDuplicates[Cases[e, f_[a___] /; ! FreeQ[{a}, x] :> f, {0, Infinity}]], knownHead];
smooth[e_, x_] := FreeQ[e, Floor | Ceiling | Round | Sign | UnitStep | HeavisideTheta | Piecewise | If | IntegerPart | FractionalPart | Mod | Quotient | DiracDelta | KroneckerDelta | Boole | Max | Min];
determinate[v_] := FreeQ[v, DirectedInfinity | Indeterminate | ComplexInfinity | Overflow];
direct[e_, x_, x0_] := If[smooth[e, x] && ! MatchQ[x0, _DirectedInfinity], With[{v = Quiet[Check[e /. x -> x0, Indeterminate, {Power::infy, Infinity::indet}]]}, If[determinate[v] && cutFree[e, x, x0], v, $Failed]], $Failed];
(* not on a branch cut or at a branch point of a logarithm *)
cutFree[e_, x_, x0_] := AllTrue[Cases[e, Log[g_] | Power[g_, Except[_Integer]] | (ArcTan | ArcTanh | ArcSin | ArcCos | ArcCosh | ArcCot)[g_] /; ! FreeQ[g, x] :> g, {0, Infinity}], With[{v = Quiet[# /. x -> x0]}, ! (NumericQ[v] && Im[N[v]] != 0) ] &];

direction[d_] := Switch[d,
   Automatic | Reals | "TwoSided" | "Real" | Complexes, 0,
   "FromAbove" | "FromRight" | -1 | "Above", 1,
   "FromBelow" | "FromLeft" | 1 | "Below", -1,
   _?NumberQ, If[Re[d] < 0, 1, -1],
   _, $Failed];

limit[e_, rules : {(_ -> _) ..}, opts___Rule] := Fold[If[#1 === $Failed, #1, With[{r = limit[#1, #2, opts]}, If[r === $Unevaluated, $Failed, r]]] &, e, Reverse[rules]] /. $Failed -> $Unevaluated;
(* in two variables: along lines and parabolas first, then in polar coordinates *)
limit[e_, {x_Symbol, y_Symbol} -> {a_, b_}, opts___Rule] := Module[{f = e /. {x -> x + a, y -> y + b}, v, m, r, t, paths, polar},
   If[! FreeQ[{a, b}, DirectedInfinity], Return[$Unevaluated]];
   v = Quiet[Check[e /. {x -> a, y -> b}, $Failed]];
   If[v =!= $Failed && FreeQ[v, Indeterminate | DirectedInfinity | ComplexInfinity] && FreeQ[e, Piecewise | Sign | Abs | Floor | Ceiling], Return[v]];
   paths = Quiet[Limit[f /. #, x -> 0]] & /@ {y -> m x, y -> m x^2, {x -> m x^2, y -> x}};
   paths = Quiet[Simplify[paths]];
   If[! FreeQ[paths, m] && FreeQ[paths, Limit], Return[Indeterminate]];
   If[! FreeQ[paths, Limit] || ! SameQ @@ paths, Return[If[FreeQ[paths, Limit], Indeterminate, $Unevaluated]]];
   polar = Quiet[Limit[Simplify[f /. {x -> r Cos[t], y -> r Sin[t]}], r -> 0, Direction -> "FromAbove"]];
   If[FreeQ[polar, t | r | Limit] && polar === First[paths], First[paths], If[FreeQ[polar, Limit], Indeterminate, $Unevaluated]]];
limit[e_, x_ -> x0_, opts___Rule] := Module[{dir = direction[Direction /. {opts} /. Direction -> Automatic], analytic = TrueQ[Analytic /. {opts}], assume = Assumptions /. {opts} /. Assumptions :> If[ValueQ[$Assumptions], $Assumptions, True], r},
   If[assume === Unevaluated[$Assumptions], assume = True];
   If[dir === $Failed, Return[$Unevaluated]];
   If[FreeQ[e, x], Return[e]];
   r = Block[{$assume = assume, $Assumptions = assume}, TimeConstrained[top[e, x, x0, dir, analytic], 20, $Failed]];
   If[r === $Failed, $Unevaluated, r /. Interval[{v_, v_}] :> v]];
limit[e_, s_, ___] := (Message[Limit::lim, s]; $Unevaluated);
top[e_List, rest__] := top[#, rest] & /@ e;
top[e : (Equal | Rule)[a_, b_], rest__] := Head[e][top[a, rest], top[b, rest]];
top[e_SeriesData, x_, x0_, rest__] := top[Normal[e], x, x0, rest];
top[e_, x_, x0_, dir_, analytic_] := Module[{v, r, l},
   v = direct[e, x, x0] /. Power[0, p_] /; ! NumericQ[p] :> If[assumed[p] === 1, 0, Undefined];
   If[! FreeQ[v, Undefined], v = $Failed];
   If[v =!= $Failed, Return[If[unknown[e, x] && ! analytic, $Failed, v]]];
   Which[
    x0 === Infinity, oneSided[e, x, z_ :> z, True],
    x0 === -Infinity, oneSided[e /. x -> -x, x, Null, True],
    MatchQ[x0, _DirectedInfinity], With[{q = First[x0 /. DirectedInfinity[] -> DirectedInfinity[1]]}, oneSided[e /. x -> q x, x, Null, True]],
    dir === 1, oneSided[e /. x -> x0 + 1/x, x, Null, False],
    dir === -1, oneSided[e /. x -> x0 - 1/x, x, Null, False],
    True,
    r = oneSided[e /. x -> x0 + 1/x, x, Null, False];
    If[r === $Failed, Return[r]];
    l = oneSided[e /. x -> x0 - 1/x, x, Null, False];
    If[l === $Failed, Return[l]];
    (* a function real on one side only has the limit of that side *)
    If[r === l || same[r, l], r, If[MatchQ[l, DirectedInfinity[_Complex]] || ! FreeQ[l, Complex], oneReal[e, x, x0, r, l], Indeterminate]]]];
oneReal[e_, x_, x0_, r_, l_] := If[infiniteQ[r] && infiniteQ[l], ComplexInfinity, Indeterminate];
same[a_, b_] := ! infiniteQ[a] && ! infiniteQ[b] && FreeQ[{a, b}, Interval | Indeterminate] && (zeroQ[a - b] || TrueQ[Quiet[Simplify[a - b]] === 0]);
oneSided[e_, x_, _, _] := Module[{z = Unique["x"], expr, r},
   Block[{$budget = 400},
    r = Catch[
      expr = prepare[Quiet[e /. x -> z], z];
      squeeze[expr, z], limitTag]];
   If[r === $Failed || ! FreeQ[r, z], Return[trigonometric[e, x]]];
   finish[r]];
trigonometric[e_, x_] := If[! FreeQ[e, Tan[g_] | Cot[g_] | Sec[g_] | Csc[g_] /; ! FreeQ[g, x]] && FreeQ[e, _[___, x, ___]?(unknown[#, x] &)], oscillating[e, x], $Failed];
(* a lone trigonometric function with poles that accumulate *)
oscillating[(Tan | Cot | Sec | Csc)[g_], x_] := With[{l = Quiet[limit[g, x -> Infinity]]}, If[infiniteQ[l], Indeterminate, $Failed]];
oscillating[_, _] := $Failed;
finish[r_] := If[infiniteQ[r] || NumericQ[r] || r === Indeterminate, r, tidy[r]];
tidy[r_] := With[{s = Quiet[Together[r]]}, If[LeafCount[s] < LeafCount[r], s, r]];

discreteLimit[e_, rules_, opts___Rule] := If[FreeQ[e, DiscreteLimit] && True, Module[{r = limit[integerForm[e, rules], rules, opts]}, r], $Unevaluated];
(* (-1)^n and trigonometric functions of Pi n at the integers *)
integerForm[e_, n_ -> _] := e /. {Sin[Pi n] -> 0, Cos[Pi n] -> (-1)^n, Sin[k_Integer Pi n] :> 0, Cos[k_Integer Pi n] :> (-1)^(k n)} /. Power[-1, p_] /; ! FreeQ[p, n] :> Cos[Pi p];
integerForm[e_, rules_List] := Fold[integerForm, e, rules];
integerForm[e_, _] := e;

maxLimit[e_, x_ -> x0_, opts___] := extreme[e, x -> x0, 1, opts];
minLimit[e_, x_ -> x0_, opts___] := extreme[e, x -> x0, -1, opts];
extreme[e_, x_ -> x0_, sign_, opts___] := Module[{z = Unique["x"], expr, b, v, l = limit[e, x -> x0, opts]},
   If[l =!= $Unevaluated && l =!= Indeterminate && Head[l] =!= Interval, Return[l]];
   If[Head[l] === Interval, Return[If[sign > 0, Max[l], Min[l]]]];
   expr = Block[{$budget = 400, $assume = True}, Catch[prepare[e /. x -> If[x0 === Infinity, z, If[x0 === -Infinity, -z, x0 + 1/z]], z], limitTag]];
   If[expr === $Failed, Return[$Unevaluated]];
   b = DeleteDuplicates[Cases[expr, _bounded, {0, Infinity}]];
   If[Length[b] =!= 1, Return[$Unevaluated]];
   v = Table[Block[{$budget = 300, $assume = True}, Catch[inf[expr /. First[b] -> t, z], limitTag]], {t, {-1, 0, 1}}];
   If[FreeQ[v, $Failed] && AllTrue[v, NumericQ[#] || infiniteQ[#] &], If[sign > 0, Max @@ v, Min @@ v], $Unevaluated]];
