using System.Data.Common;
using Levada.Transfer.Rows;

namespace Levada.Databases.Generic;

/// <summary>How a product takes the values of a statement.</summary>
internal interface IAdoParameters
{
    /// <summary>The parameter at an index as it stands in the statement.</summary>
    string Marker(int index);

    /// <summary>Adds the next parameter, for values of a column.</summary>
    void Add(DbCommand command, Column column);

    /// <summary>A value of a vector as the provider takes it; NULL is <see cref="DBNull"/>.</summary>
    object Value(Column column, ColumnVector vector, int row);
}
