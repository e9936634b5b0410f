import Glibc
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

func now() -> Double {
  var t = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &t)
  return Double(t.tv_sec) + Double(t.tv_nsec) / 1e9
}
let t0 = now()
let jobs = Int(CommandLine.arguments[2]) ?? 2
let spans = try await SpanDecoder(options: DecodingOptions(jobs: jobs, attributes: CommandLine.arguments.count > 3 ? .only([]) : .all)).decode(try DumpInput.expand([CommandLine.arguments[1]]))
let t1 = now()
let assembler = await TraceAssembler(spans, jobs: jobs)
let t2 = now()
let (doctor, quality) = await JourneyPass.run(DoctorFold(options: (), prior: (), symbols: assembler.symbols), over: assembler, jobs: jobs)
let t3 = now()
let (red, _) = await JourneyPass.run(REDFold(options: REDOptions(), prior: (), symbols: assembler.symbols), over: assembler, jobs: jobs)
let t4 = now()
let result = doctor.finish()
print(result)
print(quality)
print("decode \(t1 - t0) shuffle \(t2 - t1) assemble+doctor \(t3 - t2) assemble+red \(t4 - t3)")
_ = red.finish()
