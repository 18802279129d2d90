using CsCheck;
using Levada.Protocol;

namespace Levada.Log.Tests;

/// <summary>A log under all that may happen to it, beside a list that says what must come of it.</summary>
public sealed class ModelTests
{
    private enum Step
    {
        Append,
        AppendIdempotent,
        Repeat,
        Flush,
        Checkpoint,
        Kill,
        Close,
        Truncate,
        Trim,
        Expire,
    }

    [Fact]
    public void A_log_equals_its_model_whatever_happens()
    {
        var step = Gen.Select(Gen.Frequency(
            (6, Gen.Const(Step.Append)), (6, Gen.Const(Step.AppendIdempotent)), (2, Gen.Const(Step.Repeat)), (2, Gen.Const(Step.Flush)),
            (2, Gen.Const(Step.Checkpoint)), (1, Gen.Const(Step.Kill)), (1, Gen.Const(Step.Close)), (1, Gen.Const(Step.Truncate)),
            (1, Gen.Const(Step.Trim)), (1, Gen.Const(Step.Expire))), Gen.Int[0, 1000]);
        Gen.Select(step.Array[1, 80], Gen.Int[300, 2000], Gen.Int[0, 500]).Sample((steps, segmentBytes, interval) =>
        {
            var run = new Run(new LogOptions { SegmentBytesMax = segmentBytes, IndexIntervalBytes = interval, RetentionMs = -1, RetentionBytes = segmentBytes * 2 });
            foreach (var (kind, number) in steps) run.Do(kind, number);
            run.Check();
        }, iter: 400, print: run => $"segment {run.Item2}, interval {run.Item3}: {string.Join(", ", run.Item1)}");
    }

    private sealed class Run
    {
        private readonly LogUnderTest _test;
        private readonly List<(long Offset, string Value)> _model = [];
        private readonly List<(int Sequence, int Count, long Offset)> _sent = [];
        private PartitionLog _log;
        private long _logStart;
        private long _recoveryPoint;
        private int _nextSequence;

        public Run(LogOptions options)
        {
            _test = new(options);
            _log = _test.Open();
        }

        private long End => _model.Count == 0 ? _logStart : _model[^1].Offset + 1;

        public void Do(Step step, int number)
        {
            switch (step)
            {
                case Step.Append: Append([.. Enumerable.Range(0, 1 + (number % 4)).Select(index => $"{number}.{index}")]); break;
                case Step.AppendIdempotent: AppendIdempotent(1 + (number % 3)); break;
                case Step.Repeat: Repeat(number); break;
                case Step.Flush: LogUnderTest.Flush(_log); break;
                case Step.Checkpoint: Checkpoint(); break;
                case Step.Kill: Reopen(isClean: false); break;
                case Step.Close: Reopen(isClean: true); break;
                case Step.Truncate: Truncate(_logStart + (number % (End - _logStart + 1))); break;
                case Step.Trim: Trim(_logStart + (number % (End - _logStart + 1))); break;
                default: Expire(number % 2 == 0); break;
            }

            Assert.Equal((_logStart, End), (_log.LogStartOffset, _log.LogEndOffset));
            Assert.True(_log.RecoveryPoint <= _log.FlushedEndOffset && _log.FlushedEndOffset <= _log.LogEndOffset);
        }

        public void Check()
        {
            Assert.Equal(_model.Where(record => record.Offset >= _logStart), LogUnderTest.ReadAll(_log));
            Reopen(isClean: false);
            Assert.Equal(_model.Where(record => record.Offset >= _logStart), LogUnderTest.ReadAll(_log, byteCountMax: 1));
            _log.Dispose();
        }

        private void Append(string[] values)
        {
            Assert.Equal(End, _log.Append(Batches.Plain(values), Batches.FromClient).BaseOffset);
            foreach (var value in values) _model.Add((End, value));
        }

        private void AppendIdempotent(int count)
        {
            var result = _log.Append(Batches.Idempotent(5, 0, _nextSequence, count), Batches.FromClient);
            Assert.Equal((ErrorCode.None, End, false), (result.Error, result.BaseOffset, result.IsDuplicate));
            _sent.Add((_nextSequence, count, End));
            for (var index = 0; index < count; index++) _model.Add((End, $"p5-{_nextSequence + index}"));
            _nextSequence += count;
        }

        /// <summary>Retries one of the batches in flight: five at most, restarted or not.</summary>
        private void Repeat(int number)
        {
            if (_sent.Count == 0) return;
            var (sequence, count, offset) = _sent[^(1 + (number % Math.Min(_sent.Count, 5)))];
            var result = _log.Append(Batches.Idempotent(5, 0, sequence, count), Batches.FromClient);
            Assert.Equal((ErrorCode.None, offset, true), (result.Error, result.BaseOffset, result.IsDuplicate));
        }

        private void Checkpoint()
        {
            LogUnderTest.Checkpoint(_log);
            _recoveryPoint = _log.RecoveryPoint;
            Assert.Equal(End, _recoveryPoint);
        }

        private void Reopen(bool isClean)
        {
            if (isClean)
            {
                _log.Close();
                _recoveryPoint = _log.RecoveryPoint;
            }
            else
            {
                _log.Dispose();
            }

            _log = _test.Open(_recoveryPoint, isClean, _logStart);
        }

        private void Truncate(long offset)
        {
            _log.TruncateTo(offset);
            // A batch goes as a whole: the log itself says where it now ends.
            var end = _log.LogEndOffset;
            Assert.True(end <= offset || end == _logStart);
            _model.RemoveAll(record => record.Offset >= end);
            if (_model.Count == 0 || _model[^1].Offset < _logStart) _model.Clear();
            _sent.RemoveAll(sent => sent.Offset >= end || _model.Count == 0);
            // A log that lost every batch of a producer may have lost the producer: it begins anew.
            _nextSequence = _log.ActiveProducers().Count == 0 ? 0 : _log.ActiveProducers()[0].LastSequence + 1;
            _recoveryPoint = Math.Min(_recoveryPoint, _log.RecoveryPoint);
        }

        private void Trim(long offset)
        {
            Assert.Equal(offset > _logStart, _log.AdvanceLogStart(offset));
            _logStart = offset;
            if (_model.Count > 0 && _model[^1].Offset < offset) _model.Clear();
        }

        private void Expire(bool isDeletedAtOnce)
        {
            _log.ApplyRetention(Batches.NowMs, _log.LogEndOffset);
            _logStart = _log.LogStartOffset;
            // Nobody can know a batch again whose segment is gone.
            _sent.RemoveAll(sent => sent.Offset < _logStart);
            if (isDeletedAtOnce) _log.DeleteExpired()?.Run();
            if (_model.Count > 0 && _model[^1].Offset < _logStart) _model.Clear();
        }
    }
}
