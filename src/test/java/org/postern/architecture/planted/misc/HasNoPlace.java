package org.postern.architecture.planted.misc;

class HasNoPlace {}
