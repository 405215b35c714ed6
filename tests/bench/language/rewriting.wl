(* Rewriting with a list of rules until nothing changes: a propositional formula brought to conjunctive normal form. *)
rules = {imp[a_, b_] :> or[not[a], b], iff[a_, b_] :> and[imp[a, b], imp[b, a]], not[not[a_]] :> a,
   not[and[a_, b_]] :> or[not[a], not[b]], not[or[a_, b_]] :> and[not[a], not[b]],
   or[and[a_, b_], c_] :> and[or[a, c], or[b, c]], or[a_, and[b_, c_]] :> and[or[a, b], or[a, c]]};
formula[0] = p;
formula[n_] := If[Mod[n, 2] == 0, imp[formula[n - 1], atom[n]], iff[atom[n], formula[n - 1]]];
clauses[and[a_, b_]] := clauses[a] + clauses[b];
clauses[_] := 1;
{seconds, result} = AbsoluteTiming[formula[7] //. rules];
Print["result ", clauses[result], " ", LeafCount[result]];
Print["nanoseconds ", Round[10^9 seconds]];
