;; The AdamW update of one block: four parameters at a time, float32 throughout, element by element, so the result depends on
;; neither threads nor cuts. Compiled into slice.generated.js by scripts/gen-wasm.ts; called by loop.ts.
;;
;; Blocks of 4096 float32: parameters at 0, gradient at 16384, m at 32768, v at 49152. One page.
(module
  (memory (export "memory") 1)
  (func (export "adamw")
    (param $count i32)
    (param $beta1 f32) (param $keep1 f32) (param $beta2 f32) (param $keep2 f32)
    (param $scale f32) (param $step f32) (param $epsilon f32) (param $shrink f32)
    (local $at i32) (local $end i32)
    (local $g v128) (local $m v128) (local $v v128)
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (local.set $g (f32x4.mul
          (v128.load offset=16384 (local.get $at))
          (f32x4.splat (local.get $scale))))
        (local.set $m (f32x4.add
          (f32x4.mul (f32x4.splat (local.get $beta1)) (v128.load offset=32768 (local.get $at)))
          (f32x4.mul (f32x4.splat (local.get $keep1)) (local.get $g))))
        (local.set $v (f32x4.add
          (f32x4.mul (f32x4.splat (local.get $beta2)) (v128.load offset=49152 (local.get $at)))
          (f32x4.mul (f32x4.mul (f32x4.splat (local.get $keep2)) (local.get $g)) (local.get $g))))
        (v128.store offset=32768 (local.get $at) (local.get $m))
        (v128.store offset=49152 (local.get $at) (local.get $v))
        (v128.store (local.get $at) (f32x4.sub
          (f32x4.mul (v128.load (local.get $at)) (f32x4.splat (local.get $shrink)))
          (f32x4.div
            (f32x4.mul (f32x4.splat (local.get $step)) (local.get $m))
            (f32x4.add (f32x4.sqrt (local.get $v)) (f32x4.splat (local.get $epsilon))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))))
