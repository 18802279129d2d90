using Levada.Client.Producing;
using Levada.Output;
using Levada.Text;

namespace Levada.Operations;

/// <summary>The <c>produce</c> command.</summary>
internal sealed class ProduceOperation(Session session, ProduceOptions options)
{
    private long _acceptedCount;
    private long _deliveredCount;
    private long _failedCount;
    private string? _failure;

    public async Task<int> RunAsync(Func<Stream> openInput, CancellationToken cancellationToken)
    {
        await using var producer = new Producer(session.Client, options.Producer, OnDelivery);
        using var progress = new ProgressLine(session.Screen, session.Time);
        try
        {
            if (options.Files.Count == 0) await ProduceAsync(producer, openInput(), progress, cancellationToken);
            foreach (var file in options.Files)
            {
                await using var stream = File.OpenRead(file);
                await ProduceAsync(producer, stream, progress, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C ends the input, not what was accepted.
        }

        await producer.FlushAsync(CancellationToken.None);
        progress.Dispose();
        return Report();
    }

    private int Report()
    {
        if (session.Screen.Format == OutputFormat.Json)
        {
            var table = new Table("produce", new Column("TOPIC", "topic"), new Column("RECORDS", "records", true), new Column("FAILED", "failed", true));
            table.Add(options.Topic, _deliveredCount, _failedCount);
            session.Screen.Write(table);
        }
        else if (session.Screen.HasProgress)
        {
            session.Screen.Warn($"{Quantity.Count(_deliveredCount)} records produced to {options.Topic}");
        }

        if (_failedCount == 0) return ExitCode.Success;
        session.Screen.Warn($"levada: {Quantity.Count(_failedCount)} of {Quantity.Count(_acceptedCount)} records were not accepted: {_failure}");
        return ExitCode.Failure;
    }

    private async Task ProduceAsync(Producer producer, Stream input, ProgressLine progress, CancellationToken cancellationToken)
    {
        var pieces = new PieceReader(input, options.IsJson ? "\n"u8.ToArray() : options.RecordDelimiter);
        while (await pieces.ReadAsync(cancellationToken) is { } piece)
        {
            if (options.IsJson && piece.Span.Trim((byte)' ').IsEmpty) continue;
            await producer.ProduceAsync(options.Topic, Record(piece), cancellationToken);
            _acceptedCount++;
            progress.Update(() => $"{Quantity.Count(Interlocked.Read(ref _deliveredCount))} records produced");
            if (Interlocked.Read(ref _failedCount) > 0) return;
        }
    }

    private ProducerRecord Record(ReadOnlyMemory<byte> piece)
    {
        var headers = options.Headers.ToArray();
        if (options.IsJson) return JsonRecordReader.Read(piece.Span, options.Partition, headers);
        ReadOnlyMemory<byte>? key = options.Key is { } fixedKey ? (ReadOnlyMemory<byte>?)fixedKey.AsMemory() : null;
        ReadOnlyMemory<byte>? value = piece;
        if (options.KeyDelimiter is { } delimiter && piece.Span.IndexOf(delimiter) is >= 0 and var at)
        {
            key = piece[..at];
            value = piece[(at + delimiter.Length)..];
        }

        return new ProducerRecord
        {
            Key = options.IsEmptyNull && key is { Length: 0 } ? null : key,
            Value = options.IsEmptyNull && value is { Length: 0 } ? null : value,
            Headers = headers,
            Partition = options.Partition,
            TimestampMs = options.TimestampMs,
        };
    }

    private void OnDelivery(Delivery delivery)
    {
        if (delivery.IsSuccess)
        {
            Interlocked.Add(ref _deliveredCount, delivery.RecordCount);
            return;
        }

        _failure = delivery.Detail is null
            ? Client.ErrorText.Describe(delivery.Error)
            : $"{delivery.Detail} ({Protocol.ErrorCodes.ToKafkaName(delivery.Error)})";
        Interlocked.Add(ref _failedCount, delivery.RecordCount);
    }
}
