(* Shortest paths in a weighted graph. Expected output: from an independent Python program. *)
edges = {{"a", "b", 7}, {"a", "c", 9}, {"a", "f", 14}, {"b", "c", 10}, {"b", "d", 15}, {"c", "d", 11}, {"c", "f", 2}, {"d", "e", 6}, {"e", "f", 9}};
g = Graph[DirectedEdge @@@ edges[[All, ;; 2]], EdgeWeight -> edges[[All, 3]]];
Print[FindShortestPath[g, "a", "e"], " ", Round[GraphDistance[g, "a", "e"]]]
dist = <|"a" -> 0|>;
Do[Do[If[KeyExistsQ[dist, e[[1]]] && dist[e[[1]]] + e[[3]] < Lookup[dist, e[[2]], Infinity], dist[e[[2]]] = dist[e[[1]]] + e[[3]]], {e, edges}], 5];
Print[KeySort[dist]]
