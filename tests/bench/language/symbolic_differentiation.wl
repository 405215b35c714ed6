(* Differentiation of inert trees by rules: pattern matching and building of expressions. Nothing is simplified but 0 and 1, so that both
   languages build the same trees. *)
plus[0, b_] := b;
plus[a_, 0] := a;
times[0, _] := 0;
times[_, 0] := 0;
times[1, b_] := b;
times[a_, 1] := a;
d[x] = 1;
d[_Integer] := 0;
d[plus[a_, b_]] := plus[d[a], d[b]];
d[times[a_, b_]] := plus[times[d[a], b], times[a, d[b]]];
d[sine[a_]] := times[cosine[a], d[a]];
d[cosine[a_]] := times[times[-1, sine[a]], d[a]];

(* The number of nodes, and a value modulo a prime that depends on all of the tree. *)
size[plus[a_, b_]] := 1 + size[a] + size[b];
size[times[a_, b_]] := 1 + size[a] + size[b];
size[sine[a_]] := 1 + size[a];
size[cosine[a_]] := 1 + size[a];
size[_] := 1;
value[plus[a_, b_]] := Mod[value[a] + value[b], 10007];
value[times[a_, b_]] := Mod[value[a] value[b], 10007];
value[sine[a_]] := Mod[31 value[a] + 7, 10007];
value[cosine[a_]] := Mod[57 value[a] + 11, 10007];
value[x] = 123;
value[n_Integer] := Mod[n, 10007];

start = times[sine[times[x, x]], plus[cosine[times[3, x]], times[x, sine[plus[x, 1]]]]];
{seconds, tree} = AbsoluteTiming[Nest[d, start, 6]];
Print["result ", size[tree], " ", value[tree]];
Print["nanoseconds ", Round[10^9 seconds]];
