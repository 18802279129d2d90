using Levada.Micro;
using Levada.Records;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["clean"])
{
    foreach (var codec in new[] { CompressionCodec.None, CompressionCodec.Lz4, CompressionCodec.Zstd }) CleaningRun.Run(codec);
    return;
}

if (args is ["share"])
{
    ShareRun.Run();
    return;
}

// In the same process: no project is generated and built for each benchmark, so that the central settings stay out of it.
// Takes BenchmarkDotNet's own arguments: --filter '*Crc*', --list flat, --job short.
var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
