using CsCheck;
using Levada.Log.Compaction;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Tests.Compaction;

/// <summary>A compacted log under all that may happen to it, beside a list of all that was ever written.</summary>
public sealed class CompactionModelTests
{
    private enum Step
    {
        Append,
        AppendIdempotent,
        AppendTransactional,
        EndTransaction,
        Retry,
        Checkpoint,
        BeginCleaning,
        GoOnCleaning,
        EndCleaning,
        Kill,
        Close,
        Truncate,
        Trim,
        Expire,
        Wait,
    }

    [Fact]
    public void A_cleaned_log_says_the_same_whatever_happens()
    {
        var step = Gen.Select(Gen.Frequency(
            (8, Gen.Const(Step.Append)), (5, Gen.Const(Step.AppendIdempotent)), (8, Gen.Const(Step.AppendTransactional)),
            (5, Gen.Const(Step.EndTransaction)), (3, Gen.Const(Step.Retry)), (4, Gen.Const(Step.Checkpoint)), (6, Gen.Const(Step.BeginCleaning)),
            (10, Gen.Const(Step.GoOnCleaning)), (6, Gen.Const(Step.EndCleaning)), (1, Gen.Const(Step.Kill)), (1, Gen.Const(Step.Close)),
            (1, Gen.Const(Step.Truncate)), (1, Gen.Const(Step.Trim)), (1, Gen.Const(Step.Expire)), (3, Gen.Const(Step.Wait))), Gen.Int[0, 10_000]);
        Gen.Select(step.Array[1, 120], Gen.Int[300, 2000], Gen.Int[1, 40]).Sample((steps, segmentBytes, mapKeys) =>
        {
            var run = new CompactionModel(segmentBytes, mapKeys);
            foreach (var (kind, number) in steps) Do(run, kind, number);
            run.Check();
            run.FinishCleaning();
            run.CleanAll();
            run.CheckNothingIsLeftOver();
            run.Reopen(isClean: false);
            run.Check();
        }, iter: 500, print: run => $"segment {run.Item2}, map {run.Item3}: {string.Join(", ", run.Item1)}");
    }

    private static void Do(CompactionModel run, Step step, int number)
    {
        switch (step)
        {
            case Step.Append: run.Append(number); break;
            case Step.AppendIdempotent: run.AppendWithProducer(1 + (number % 2), number, isTransactional: false); break;
            case Step.AppendTransactional: run.AppendWithProducer(11 + (number % 3), number, isTransactional: true); break;
            case Step.EndTransaction: run.EndTransaction(11 + (number % 3), isCommit: number % 2 == 0); break;
            case Step.Retry: run.Retry(number); break;
            case Step.Checkpoint: run.Checkpoint(); break;
            case Step.BeginCleaning: run.BeginCleaning(); break;
            case Step.GoOnCleaning: run.GoOnCleaning(1 + (number % 4)); break;
            case Step.EndCleaning: run.FinishCleaning(); break;
            case Step.Kill: run.Reopen(isClean: false); break;
            case Step.Close: run.Reopen(isClean: true); break;
            case Step.Truncate: run.Truncate(number); break;
            case Step.Trim: run.Trim(number); break;
            case Step.Expire: run.Expire(); break;
            default: run.Wait(number); break;
        }

        run.CheckStable();
        if (number % 8 == 0) run.Check();
    }
}
