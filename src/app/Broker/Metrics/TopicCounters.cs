namespace Levada.Broker.Metrics;

/// <summary>What has passed through one topic since the broker started.</summary>
public sealed class TopicCounters
{
    private long _recordsIn;
    private long _bytesIn;
    private long _bytesOut;
    private long _produceRequests;
    private long _fetchRequests;
    private long _failedProduceRequests;
    private long _failedFetchRequests;

    public long RecordsIn => Volatile.Read(ref _recordsIn);
    public long BytesIn => Volatile.Read(ref _bytesIn);
    public long BytesOut => Volatile.Read(ref _bytesOut);
    public long ProduceRequests => Volatile.Read(ref _produceRequests);
    public long FetchRequests => Volatile.Read(ref _fetchRequests);
    public long FailedProduceRequests => Volatile.Read(ref _failedProduceRequests);
    public long FailedFetchRequests => Volatile.Read(ref _failedFetchRequests);

    /// <summary>Counters that go on where the given ones are together.</summary>
    internal static TopicCounters Sum(IReadOnlyCollection<TopicCounters> parts) => new()
    {
        _recordsIn = parts.Sum(part => part.RecordsIn),
        _bytesIn = parts.Sum(part => part.BytesIn),
        _bytesOut = parts.Sum(part => part.BytesOut),
        _produceRequests = parts.Sum(part => part.ProduceRequests),
        _fetchRequests = parts.Sum(part => part.FetchRequests),
        _failedProduceRequests = parts.Sum(part => part.FailedProduceRequests),
        _failedFetchRequests = parts.Sum(part => part.FailedFetchRequests),
    };

    internal void OnAppended(int recordCount, int byteCount)
    {
        Interlocked.Add(ref _recordsIn, recordCount);
        Interlocked.Add(ref _bytesIn, byteCount);
        Interlocked.Increment(ref _produceRequests);
    }

    internal void OnAppendFailed()
    {
        Interlocked.Increment(ref _produceRequests);
        Interlocked.Increment(ref _failedProduceRequests);
    }

    internal void OnFetched(int byteCount)
    {
        Interlocked.Add(ref _bytesOut, byteCount);
        Interlocked.Increment(ref _fetchRequests);
    }

    internal void OnFetchFailed()
    {
        Interlocked.Increment(ref _fetchRequests);
        Interlocked.Increment(ref _failedFetchRequests);
    }
}
