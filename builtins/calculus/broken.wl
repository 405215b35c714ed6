(* broken.wl - antiderivatives of functions that change at points of the line (Piecewise, UnitStep, Max, Boole, RealAbs ...): the
   pieces between the points are integrated one by one and joined so that the whole is continuous. *)

no = $Failed;
int = System`Library`calculus`integrate`int;
heads = Piecewise | Max | Min | Boole | If | RealAbs | RealSign | Ramp | UnitBox | UnitTriangle | Clip;

integrate[RealAbs[x_], x_] := x RealAbs[x]/2;
integrate[RealSign[x_], x_] := RealAbs[x];
(* h(x) times a step or an impulse at p: the integral of h from p on; the value h(p) *)
integrate[f_Times, x_] /; Count[f, (UnitStep | HeavisideTheta | DiracDelta)[g_] /; ! FreeQ[g, x]] === 1 := Module[{s = First[Cases[f, (UnitStep | HeavisideTheta | DiracDelta)[g_] /; ! FreeQ[g, x]]], l, p, h, F},
   l = System`Library`calculus`integrate`linear[First[s], x]; h = Cancel[f/s];
   If[l === no || ! FreeQ[h, UnitStep | HeavisideTheta | DiracDelta], Return[no]];
   p = -l[[1]]/l[[2]];
   If[Head[s] === DiracDelta, Return[(h /. x -> p) HeavisideTheta[x - p]/Abs[l[[2]]]]];
   F = int[h, x];
   If[F === no, no, If[TrueQ[l[[2]] < 0], F (1 - Head[s][x - p]) + (F /. x -> p) Head[s][x - p], (F - (F /. x -> p)) s]]];
integrate[f_, x_] := Module[{p, points, pieces, values, cases, shift = 0, list},
   If[FreeQ[f, heads], Return[no]];
   p = Quiet[PiecewiseExpand[f /. {RealAbs -> Abs, RealSign -> Sign, Boole[c_] :> Piecewise[{{1, c}}, 0], HoldPattern[If[c_, a_, b_]] :> Piecewise[{{a, c}}, b]}, Element[x, Reals]]];
   If[Head[p] =!= Piecewise, Return[no]];
   points = breakpoints[p[[1, All, 2]], x];
   If[points === no || points === {} || Length[points] > 12, Return[no]];
   pieces = Table[pieceAt[p, x, sample[points, i]], {i, 0, Length[points]}];
   If[! FreeQ[pieces, Piecewise], Return[no]];
   values = int[#, x] & /@ pieces;
   If[! FreeQ[values, no | Integrate], Return[no]];
   list = {values[[1]]};
   Do[shift = Together[(Last[list] /. x -> points[[i]]) - (values[[i + 1]] /. x -> points[[i]])];
    If[! FreeQ[shift, DirectedInfinity | Indeterminate], Return[no, Module]];
    AppendTo[list, values[[i + 1]] + shift], {i, Length[points]}];
   joined[list, points, x]];
(* the points where the conditions change, in order; only numbers are compared *)
breakpoints[conditions_, x_] := Module[{c = Flatten[Cases[conditions, h : (Less | LessEqual | Greater | GreaterEqual | Equal | Unequal | Inequality)[u__] :> differences[List @@ h], {0, Infinity}]], r},
   If[! FreeQ[conditions /. (Less | LessEqual | Greater | GreaterEqual | Equal | Unequal | Inequality)[__] -> 0, x], Return[no]];
   r = Function[g, If[FreeQ[g, x], {}, With[{s = Quiet[Solve[g == 0, x, Reals]]}, If[MatchQ[s, {{_ -> _?NumericQ} ...}], x /. s, no]]]] /@ c;
   If[MemberQ[r, no], no, SortBy[DeleteDuplicates[Flatten[r /. x -> {}]], N]]];
differences[l_] := Subtract @@@ Partition[Cases[l, Except[Less | LessEqual | Greater | GreaterEqual | Equal | Unequal]], 2, 1];
sample[points_, 0] := First[points] - 1;
sample[points_, i_] := If[i === Length[points], Last[points] + 1, (points[[i]] + points[[i + 1]])/2];
pieceAt[Piecewise[cases_, default_ : 0], x_, c_] := Catch[Do[If[TrueQ[Simplify[q[[2]] /. x -> c]], Throw[q[[1]], found]], {q, cases}]; default, found];
joined[list_, {p_}, x_] := Piecewise[{{list[[1]], x <= p}}, list[[2]]];
joined[list_, points_, x_] := Piecewise[Join[{{list[[1]], x <= First[points]}}, Table[{list[[i]], Inequality[points[[i - 1]], Less, x, LessEqual, points[[i]]]}, {i, 2, Length[points]}]], Last[list]];
