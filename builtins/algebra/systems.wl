(* systems.wl - arrays of coefficients, irreducibility, elementary symmetric polynomials, subresultants: what asks about several polynomials or
   variables at once. *)

listOf[v_] := If[ListQ[v], v, {v}];

(* ---- IrreduciblePolynomialQ: one factor that is no number, to the first power *)
irreduciblePolynomialQ[p_List, opts___] := irreduciblePolynomialQ[#, opts] & /@ p;
irreduciblePolynomialQ[p_, opts___Rule] := Module[{f = Together[p], v, factors, given},
   v = Variables[f];
   If[! PolynomialQ[f, v], Message[IrreduciblePolynomialQ::poly, p]; Return[False]];
   If[v === {}, Return[False]];
   If[MemberQ[{opts}, _[Extension, All]], Return[absolutelyIrreducible[f, v]]];
   given = FilterRules[{opts}, {Modulus, Extension, GaussianIntegers}];
   If[! MemberQ[given, _[Extension, _]] && ! MemberQ[given, _[Modulus, _]] && ! FreeQ[f, Power[_Integer | _Rational, _Rational] | _Complex],
     AppendTo[given, Extension -> Automatic]];
   (* Factor itself shows the factors: FactorList knows no extensions *)
   factors = Factor[f, Sequence @@ given];
   factors = Replace[If[Head[factors] === Times, List @@ factors, {factors}], {Power[b_, n_Integer] :> {b, n}, b_ :> {b, 1}}, {1}];
   factors = Select[factors, ! FreeQ[First[#], Alternatives @@ v] &];
   Length[factors] === 1 && factors[[1, 2]] === 1];
absolutelyIrreducible[f_, {x_}] := Exponent[f, x] === 1;
absolutelyIrreducible[f_, v_] := irreduciblePolynomialQ[f] && irreduciblePolynomialQ[f, Extension -> I];

(* ---- SymmetricPolynomial[k, {x1, ..., xn}] *)
symmetricPolynomial[k_Integer?NonNegative, v_List] := If[k > Length[v], 0, Total[Times @@@ Subsets[v, {k}]]];

(* ---- CoefficientArrays: {m0, m1, m2, ...} with m0 + m1.x + (m2.x).x + ... *)
coefficientArrays[p_, opts___Rule] := coefficientArrays[p, Variables[p /. (Equal | Rule) -> List], opts];
coefficientArrays[p_, v_, opts___Rule] := Module[{vars = listOf[v], eqs = listOf[p], symmetric = "Symmetric" /. {opts} /. "Symmetric" -> False, rules, degree, n},
   eqs = Expand[Replace[eqs, (a_ == b_) :> a - b, {1}]];
   If[! AllTrue[eqs, PolynomialQ[#, vars] &], Message[CoefficientArrays::poly, p]; Return[$Unevaluated]];
   n = Length[vars];
   rules = CoefficientRules[#, vars] & /@ eqs;
   degree = Max[0, Total /@ First /@ Flatten[rules]];
   Table[array[rules, d, n, ListQ[p], symmetric], {d, 0, degree}]];
array[rules_, 0, n_, True, _] := SparseArray[Join @@ MapIndexed[Function[{r, i}, Cases[r, ({0 ...} -> c_) :> (First[i] -> c)]], rules], Length[rules]];
array[rules_, 0, n_, False, _] := FirstCase[First[rules], ({0 ...} -> c_) :> c, 0];
array[rules_, d_, n_, many_, symmetric_] := Module[{all},
   all = Join @@ MapIndexed[Function[{r, i}, Join @@ Cases[r, (e_ -> c_) /; Total[e] == d :> places[If[many, i, {}], e, c, symmetric]]], rules];
   SparseArray[all, Join[If[many, {Length[rules]}, {}], ConstantArray[n, d]]]];
places[i_, e_, c_, symmetric_] := With[{p = Join @@ MapIndexed[ConstantArray[First[#2], #1] &, e]},
   If[TrueQ[symmetric], With[{q = Permutations[p]}, (Join[i, #] -> c/Length[q]) & /@ q], {Join[i, p] -> c}]];

(* ---- Subresultants: the determinants of the parts of Sylvester's matrix *)
subresultants[p_, q_, x_] := Module[{a = CoefficientList[Expand[p], x], b = CoefficientList[Expand[q], x], m, n},
   If[! PolynomialQ[p, x] || ! PolynomialQ[q, x], Return[$Unevaluated]];
   {m, n} = Length /@ {a, b} - 1;
   Expand[Table[If[m == k == n, 1, Det[sylvester[Reverse[a], Reverse[b], m, n, k]]], {k, 0, Min[m, n]}]]];
sylvester[a_, b_, m_, n_, k_] := If[m + n == 2 k, {{1}}, Module[{w = m + n - 2 k},
   Join[Table[Take[PadRight[Join[ConstantArray[0, i], a], m + n], w], {i, 0, n - k - 1}], Table[Take[PadRight[Join[ConstantArray[0, i], b], m + n], w], {i, 0, m - k - 1}]]]];

(* ---- ApartSquareFree: partial fractions over the square-free factors of the denominator *)
apartSquareFree[f_] := With[{v = Variables[f]}, If[v === {}, f, apartSquareFree[f, First[v]]]];
apartSquareFree[f_Plus, x_] := apartSquareFree[Together[f], x];
apartSquareFree[f_, x_] := Module[{t = Together[f], num, den, factors, q, r, parts, unknowns, k = 0, s, found},
   num = Numerator[t]; den = Denominator[t];
   If[FreeQ[den, x], Return[Expand[f]]];
   If[! PolynomialQ[num, x] || ! PolynomialQ[den, x], Return[f]];
   factors = Select[FactorSquareFreeList[den], ! FreeQ[First[#], x] &];
   {q, r} = PolynomialQuotientRemainder[num, den, x];
   parts = Flatten[Table[With[{d = Exponent[p[[1]], x]}, {p[[1]]^e, Sum[(k++; s[k]) x^j, {j, 0, d - 1}]}], {p, factors}, {e, p[[2]]}], 1];
   unknowns = Table[s[j], {j, k}];
   found = First[Solve[Thread[CoefficientList[Expand[r - Total[Cancel[den/#[[1]]] #[[2]] & /@ parts]], x] == 0], unknowns]];
   q + Total[Together[#[[2]] /. found]/#[[1]] & /@ parts]];
