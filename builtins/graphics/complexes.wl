(* complexes.wl - GraphicsComplex with its indices replaced by coordinates, and divisions of a range into nice steps. *)

primitives = Point | Line | Polygon | Arrow | Tube | Sphere | Ball | Disk | Circle | Inset | Text | BezierCurve | BSplineCurve | Triangle | Tetrahedron | Hexahedron | Simplex | Cuboid | Rectangle;
explicit[GraphicsComplex[pts_, prims_, o___]] := Module[{colors = VertexColors /. Flatten[{o}], place},
  place[e_] := e /. i_Integer :> pts[[i]];
  prims /. (h : primitives)[spec_, r___] :> h[place[spec], Sequence @@ If[MatchQ[colors, _List] && MemberQ[{Point, Line, Polygon}, h] && FreeQ[{r}, VertexColors], {r, VertexColors -> (spec /. i_Integer :> colors[[i]])}, {r}]]];
(* Options of a picture are left as they are. *)
normalGraphics[(h : Graphics | Graphics3D)[prims_, o___]] := h[prims //. g_GraphicsComplex :> explicit[g], o];
normalGraphics[Legended[g_, l_]] := Legended[normalGraphics[g], l];
normalGraphics[g_GraphicsComplex] := explicit[g] //. c_GraphicsComplex :> explicit[c];
normalGraphics[g_] := g;
