using Levada.Broker.Control;
using Levada.Broker.Metrics;
using Levada.Log.Compaction;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>Compacts the logs that ask for it, the dirtiest first, on threads of its own that yield to everything else.</summary>
/// <remarks>Without work it holds neither threads nor memory: every <c>log.cleaner.backoff.ms</c> it looks whether there is any.</remarks>
internal sealed class LogCleaner(
    CleaningQueue queue, LogMaintenance maintenance, DelayedDeletions deletions, TimerQueue timers, BrokerClock clock, BrokerLog log)
    : IMetadataFollower, IDisposable
{
    private const int ThreadCountMax = 16;

    private readonly CancellationTokenSource _stopping = new();
    private readonly WorkerPool _workers = new("levada-cleaner", ThreadCountMax, int.MaxValue, e => log.Error("Cleaning failed", e));
    private readonly CleaningThrottle _throttle = new();
    private volatile BrokerConfig? _config;
    private int _runningCount;

    public CleaningMetrics Metrics { get; } = new();
    public CleaningQueue Queue => queue;

    public void Start(BrokerConfig config)
    {
        _config ??= config;
        if (config.GetBoolean("log.cleaner.enable")) timers.Arm(new Round(this), Backoff(config));
    }

    public void Follow(MetadataChange change, ConfigView configs) => _config = configs.Broker;

    /// <summary>Ends the cleaning in hand; what it has not put into its log yet is lost.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _workers.Dispose();
    }

    private static long Backoff(BrokerConfig config) => config.GetLong("log.cleaner.backoff.ms");

    private void BeginRound(Round round)
    {
        var threadCount = Math.Clamp(_config!.GetInt("log.cleaner.threads"), 0, ThreadCountMax);
        if (threadCount == 0 || !queue.HasCandidates)
        {
            timers.Arm(round, Backoff(_config));
            return;
        }

        queue.BeginRound();
        _runningCount = threadCount;
        for (var index = 0; index < threadCount; index++) _workers.TryEnqueue(new Work(this, round, threadCount));
    }

    private void Clean(Round round, int threadCount)
    {
        ThreadPriorityHint.MarkBackground();
        try
        {
            // Only what recovery would not read again may be cleaned.
            maintenance.Checkpoint();
            while (!_stopping.IsCancellationRequested && queue.TakeDirtiest(clock.NowMs, Metrics) is { } hosted)
                new CleaningRun(hosted, queue, maintenance, deletions, clock, log, Metrics).Run(OptionsFor(threadCount), Pace, _stopping.Token);
        }
        finally
        {
            if (Interlocked.Decrement(ref _runningCount) == 0 && !_stopping.IsCancellationRequested) timers.Arm(round, Backoff(_config!));
        }
    }

    private CleaningOptions OptionsFor(int threadCount) => new()
    {
        MapBytesMax = _config!.GetLong("log.cleaner.dedupe.buffer.size") / threadCount,
        MapLoadFactor = _config.GetDouble("log.cleaner.io.buffer.load.factor"),
        BufferBytes = _config.GetInt("log.cleaner.io.buffer.size") / threadCount,
    };

    /// <summary>Waits until reading and writing are within <c>log.cleaner.io.max.bytes.per.second</c> again.</summary>
    private void Pace(long byteCount)
    {
        long delayMs;
        lock (_throttle) delayMs = _throttle.DelayMs(byteCount, _config!.GetDouble("log.cleaner.io.max.bytes.per.second"), timers.NowMs);
        if (delayMs > 0) _stopping.Token.WaitHandle.WaitOne((int)delayMs);
    }

    private sealed class Round(LogCleaner cleaner) : TimerEntry
    {
        protected override void OnDue() => cleaner.BeginRound(this);
    }

    private sealed class Work(LogCleaner cleaner, Round round, int threadCount) : IThreadPoolWorkItem
    {
        public void Execute() => cleaner.Clean(round, threadCount);
    }
}
