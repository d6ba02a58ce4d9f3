package org.postern.architecture.planted.target;

import com.networknt.schema.SchemaException;

class NamesUnlistedLibrary {
  Object library = new SchemaException("");
}
