using Levada.Protocol;

namespace Levada.Coordination.Tests.Transactions;

/// <summary>What EndTxn answers in every state to every claim of a producer whose transaction had epoch 1. Source: KIP-98, KIP-890.</summary>
public sealed class EndTxnTests
{
    private const int Foreign = -1;

    /// <summary>Version, state, the claimed epoch, commit or abort, the error; null where the end goes ahead and waits for its markers.</summary>
    public static TheoryData<short, string, int, bool, ErrorCode?> Answers
    {
        get
        {
            var answers = new TheoryData<short, string, int, bool, ErrorCode?>();
            foreach (var version in (short[])[0, 1])
            {
                AddWithoutBump(answers, version);
                AddForeign(answers, version, "PrepareCommit", "PrepareAbort");
            }

            AddWithBump(answers);
            foreach (var version in (short[])[0, 1, 2]) AddForeign(answers, version, "Empty", "Ongoing", "CompleteCommit", "CompleteAbort");
            return answers;
        }
    }

    [Theory, MemberData(nameof(Answers))]
    public void Every_claim_has_Kafkas_answer(short version, string state, int claim, bool isCommit, ErrorCode? error)
    {
        var (world, producerId) = TransactionWorld.In(version, state);
        var before = TransactionWorld.Describe(world.Coordinator);
        var response = world.End(TransactionWorld.OnlyId, claim == Foreign ? producerId + 1 : producerId, (short)Math.Max(0, claim), isCommit);
        Assert.Equal(error, response?.ErrorCode);
        if (error is not null) Assert.Equal(before, TransactionWorld.Describe(world.Coordinator));
        else Assert.Contains(isCommit ? " PrepareCommit " : " PrepareAbort ", TransactionWorld.Describe(world.Coordinator), StringComparison.Ordinal);
    }

    [Fact]
    public void A_commit_that_meets_the_time_out_is_told_that_it_was_fenced()
    {
        var (world, producerId) = TransactionWorld.In(2, "Ongoing");
        world.Wait(120_000);
        Assert.Equal(ErrorCode.ConcurrentTransactions, world.End(TransactionWorld.OnlyId, producerId, 1, isCommit: true)?.ErrorCode);
        world.Deliver(0);
        Assert.Equal(ErrorCode.ProducerFenced, world.End(TransactionWorld.OnlyId, producerId, 1, isCommit: true)?.ErrorCode);
    }

    private static void AddWithoutBump(TheoryData<short, string, int, bool, ErrorCode?> answers, short version)
    {
        foreach (var isCommit in (bool[])[true, false])
        {
            answers.Add(version, "Empty", 1, isCommit, ErrorCode.InvalidTxnState);
            answers.Add(version, "Ongoing", 1, isCommit, null);
            answers.Add(version, "PrepareCommit", 1, isCommit, ErrorCode.ConcurrentTransactions);
            answers.Add(version, "PrepareAbort", 1, isCommit, ErrorCode.ConcurrentTransactions);
            answers.Add(version, "CompleteCommit", 1, isCommit, isCommit ? ErrorCode.None : ErrorCode.InvalidTxnState);
            answers.Add(version, "CompleteAbort", 1, isCommit, isCommit ? ErrorCode.InvalidTxnState : ErrorCode.None);
            foreach (var state in (string[])["Empty", "Ongoing", "PrepareCommit", "PrepareAbort", "CompleteCommit", "CompleteAbort"])
            {
                answers.Add(version, state, 0, isCommit, ErrorCode.ProducerFenced);
                answers.Add(version, state, 2, isCommit, ErrorCode.ProducerFenced);
            }
        }
    }

    private static void AddWithBump(TheoryData<short, string, int, bool, ErrorCode?> answers)
    {
        foreach (var isCommit in (bool[])[true, false])
        {
            // Whoever wrote nothing may abort, and so be sure of the epoch.
            answers.Add(2, "Empty", 1, isCommit, isCommit ? ErrorCode.InvalidTxnState : null);
            answers.Add(2, "Ongoing", 1, isCommit, null);
            foreach (var state in (string[])["PrepareCommit", "PrepareAbort"])
            {
                foreach (var claim in (int[])[0, 1, 2, Foreign]) answers.Add(2, state, claim, isCommit, ErrorCode.ConcurrentTransactions);
            }

            // The end has moved the producer to epoch 2, which is the next transaction's; with 1 it asks again for the answer to the last one.
            answers.Add(2, "CompleteCommit", 2, isCommit, isCommit ? ErrorCode.InvalidTxnState : null);
            answers.Add(2, "CompleteAbort", 2, isCommit, isCommit ? ErrorCode.InvalidTxnState : null);
            answers.Add(2, "CompleteCommit", 1, isCommit, isCommit ? ErrorCode.None : ErrorCode.InvalidTxnState);
            // Only the coordinator can have aborted what its producer meant to commit.
            answers.Add(2, "CompleteAbort", 1, isCommit, isCommit ? ErrorCode.ProducerFenced : ErrorCode.None);
            foreach (var state in (string[])["Empty", "Ongoing", "CompleteCommit", "CompleteAbort"])
            {
                answers.Add(2, state, 0, isCommit, ErrorCode.ProducerFenced);
                answers.Add(2, state, 3, isCommit, ErrorCode.ProducerFenced);
            }
        }
    }

    private static void AddForeign(TheoryData<short, string, int, bool, ErrorCode?> answers, short version, params string[] states)
    {
        foreach (var state in states)
        {
            foreach (var isCommit in (bool[])[true, false]) answers.Add(version, state, Foreign, isCommit, ErrorCode.InvalidProducerIdMapping);
        }
    }
}
