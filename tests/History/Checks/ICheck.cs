namespace Levada.History.Checks;

/// <summary>One promise of the broker, held against a history.</summary>
internal interface ICheck
{
    IEnumerable<Finding> Run(ClientHistory history);
}
